import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const ROOT = resolve(import.meta.dirname, "..", "..", "..");
/** Measures how long something takes, for the eye. */
const ALLOWED = ["cli/progress.ts"];

test("no code asks this machine for the time of day: the server's clock decides what has expired", () => {
  const sources = globSync("{provider,cli}/**/*.ts", { cwd: ROOT }).filter((file) => !ALLOWED.includes(file));
  expect(sources.length).toBeGreaterThan(100);
  const asking = sources.filter((file) => /Date\.now\(|new Date\(\)/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(asking).toEqual([]);
});
