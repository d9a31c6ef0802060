// npm run bench -- imports [--out FILE]: what `import "pulumi-cloudone"` costs a program that has loaded @pulumi/pulumi.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { readResults, writeResults } from "./side-by-side/results.ts";
import { median } from "./side-by-side/summary.ts";

const RUNS = 15;
const SCRIPT = `
await import("@pulumi/pulumi");
const started = performance.now();
await import("pulumi-cloudone");
console.log(performance.now() - started);`;

const { values } = parseArgs({ options: { out: { type: "string" } } });
const milliseconds: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    cwd: resolve(import.meta.dirname, "..", ".."),
  });
  milliseconds.push(Number(stdout));
}
const importMs = median(milliseconds);
console.log(`import "pulumi-cloudone": ${importMs.toFixed(1)} ms beyond @pulumi/pulumi, median of ${RUNS} processes`);
if (values.out !== undefined) {
  const results = await readResults(values.out);
  if (results === undefined)
    throw new Error(`There is no ${values.out} yet: run \`npm run bench -- --out ${values.out}\` first.`);
  await writeResults(values.out, { ...results, importMs });
}
