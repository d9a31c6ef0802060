import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { readGrowth } from "../../../tools/bench/growth/results.ts";
import { fill } from "../../../tools/bench/report/markdown.ts";
import { partsOf } from "../../../tools/bench/report/parts.ts";
import { readResults } from "../../../tools/bench/side-by-side/results.ts";

const DOCS = resolve(import.meta.dirname, "..", "..", "..", "docs");

test.each(["performance.md", "guides/scale.md"])("%s shows the figures of the data, and no others", async (name) => {
  const results = await readResults(join(DOCS, "performance", "results.json"));
  if (results === undefined) throw new Error("there are no results");
  const { growth = [] } = (await readGrowth(join(DOCS, "performance", "growth.json"))) ?? {};
  const text = await readFile(join(DOCS, name), "utf8");
  expect(fill(text, partsOf(results, growth))).toBe(text);
});

test("a place without figures is an error", () => {
  expect(() => fill("<!-- bench:speed -->\n<!-- /bench -->", {})).toThrow("bench:speed");
});
