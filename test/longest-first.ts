import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

interface Test {
  path: string;
}

const ROOT = join(import.meta.dirname, "..");

/** Core seconds of the slowest files, including all processes that they start. */
const SECONDS: Record<string, number> = JSON.parse(readFileSync(join(ROOT, "test", "durations.json"), "utf8"));

/** Runs the slowest files first, so that the workers end together. Estimates unknown durations from the file's size. */
export default class LongestFirst {
  sort<T extends Test>(tests: readonly T[]): T[] {
    const weights = new Map(tests.map((test) => [test, weight(test.path)]));
    return tests.toSorted((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0));
  }

  /** jest calls this to run only failed tests again; none were kept. */
  allFailedTests<T extends Test>(tests: readonly T[]): T[] {
    return this.sort(tests);
  }

  /** Durations are in a file, so there is nothing to cache. */
  cacheResults(): void {}
}

function weight(path: string): number {
  return SECONDS[relative(ROOT, path)] ?? statSync(path).size / 10_000;
}
