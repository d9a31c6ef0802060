// Installs the tarball into fresh projects as users do, and runs each on the real engine against an emulator:
// the compiler without skipLibCheck, up, preview and refresh without changes, destroy.
//   node tools/matrix.ts [TARBALL] [NUMBER...]     all cells, or those with these numbers; without a tarball one is packed
// Results are kept for each tarball. Once all of its cells work, the table goes to docs/reference/installations.md.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { provisionEngine } from "./engine.ts";
import { CELLS } from "./matrix/cells.ts";
import { fillMatrix } from "./matrix/fill-matrix.ts";
import { installationsPage } from "./matrix/installations-page.ts";
import { packTarball } from "./release/tarball.ts";

const PAGE = resolve(import.meta.dirname, "..", "docs", "reference", "installations.md");
const args = process.argv.slice(2);
const numbers = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const tarball = resolve(args.find((arg) => !/^\d+$/.test(arg)) ?? (await packTarball()));
const { binDir, version } = await provisionEngine({ log: (line) => console.error(line) });
const results = await fillMatrix({
  tarball,
  binDir,
  chosen: numbers.length === 0 ? [...CELLS.keys()] : numbers.map((number) => number - 1),
  log: (line) => console.error(line),
});
const problems = results.filter(({ problem }) => problem !== undefined);
if (results.length === CELLS.length && problems.length === 0) {
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(PAGE, installationsPage(results, { engine: version, day }));
}
for (const { number, problem } of problems) console.error(`\n${number}: ${problem}`);
console.log(`${results.length - problems.length} of ${CELLS.length} cells work, ${problems.length} fail.`);
if (problems.length > 0) process.exitCode = 1;
