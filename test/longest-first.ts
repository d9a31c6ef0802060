import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

interface Test {
  path: string;
}

const ROOT = join(import.meta.dirname, "..");

/** Seconds of a core, with all processes that they start, of the files that take longest. */
const SECONDS: Record<string, number> = JSON.parse(readFileSync(join(ROOT, "test", "durations.json"), "utf8"));

/** Runs the longest files first, so that the workers end together; those of unknown duration by their size, which says something about it. */
export default class LongestFirst {
  sort<T extends Test>(tests: readonly T[]): T[] {
    const weights = new Map(tests.map((test) => [test, weight(test.path)]));
    return tests.toSorted((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0));
  }

  /** jest asks for it when only the failed tests are to run again; none were kept. */
  allFailedTests<T extends Test>(tests: readonly T[]): T[] {
    return this.sort(tests);
  }

  /** Durations are written down, not remembered. */
  cacheResults(): void {}
}

function weight(path: string): number {
  return SECONDS[relative(ROOT, path)] ?? statSync(path).size / 10_000;
}
