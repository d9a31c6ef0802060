import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import LongestFirst from "../../longest-first.js";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const paths = (names: string[]) => names.map((name) => ({ path: join(ROOT, "test", "engine", `${name}.test.ts`) }));

test("the files that take longest run first, those without a written-down duration after them", () => {
  const sorted = new LongestFirst().sort(paths(["waiting", "demo", "packaging", "harness"]));
  expect(sorted.slice(0, 2)).toEqual(paths(["packaging", "demo"]));
});

test("the durations that are written down are of files that are there", () => {
  const files = Object.keys(JSON.parse(readFileSync(join(ROOT, "test", "durations.json"), "utf8")));
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
