import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import LongestFirst from "../../longest-first.js";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const paths = (names: string[]) => names.map((name) => ({ path: join(ROOT, "test", "engine", `${name}.test.ts`) }));

test("the slowest files run first, followed by those without a recorded duration", () => {
  const sorted = new LongestFirst().sort(paths(["waiting", "demo", "packaging", "harness"]));
  expect(sorted.slice(0, 2)).toEqual(paths(["packaging", "demo"]));
});

test("every recorded duration belongs to an existing file", () => {
  const files = Object.keys(JSON.parse(readFileSync(join(ROOT, "test", "durations.json"), "utf8")));
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
