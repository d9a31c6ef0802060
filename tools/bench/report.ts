// npm run bench -- report: puts the figures of docs/performance/*.json into the documents and draws the charts.
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readGrowth } from "./growth/results.ts";
import { chart } from "./report/chart.ts";
import { growthChart } from "./report/growth-chart.ts";
import { fill } from "./report/markdown.ts";
import { partsOf } from "./report/parts.ts";
import { Rows } from "./report/pick.ts";
import { readResults } from "./side-by-side/results.ts";
import { summarize } from "./side-by-side/summary.ts";

const DOCS = resolve(import.meta.dirname, "..", "..", "docs");

const results = await readResults(join(DOCS, "performance", "results.json"));
if (results === undefined)
  throw new Error("There are no results yet: npm run bench -- --out docs/performance/results.json");
const growth = (await readGrowth(join(DOCS, "performance", "growth.json")))?.growth ?? [];
const parts = partsOf(results, growth);
for (const name of ["performance.md", "guides/scale.md"]) {
  const file = join(DOCS, name);
  await writeFile(file, fill(await readFile(file, "utf8"), parts));
}
const rows = new Rows(summarize(results.measurements));
// The largest size at which every system was measured.
const size =
  rows.sizes({}).findLast((each) => ["floor", "naive"].every((name) => rows.one({ size: each }, name, "up"))) ?? 0;
await writeFile(join(DOCS, "performance", "seconds.svg"), chart(rows.in({ size }), size));
await writeFile(join(DOCS, "performance", "growth.svg"), growthChart(growth));
