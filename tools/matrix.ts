// Installs the tarball into fresh projects in the ways in which people do, and runs each on the real engine against an emulator:
// up, preview and refresh without a change, destroy, and the compiler without skipLibCheck. Arguments: the tarball (default: one is
// packed), and the number of one cell (default: all). The table goes to docs/installations.md.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { provisionEngine } from "./engine.ts";
import { CELLS, type Cell } from "./matrix/cells.ts";
import { runCell } from "./matrix/run-cell.ts";
import { packTarball } from "./release/tarball.ts";

const PAGE = resolve(import.meta.dirname, "..", "docs", "installations.md");
const [given, only] = process.argv.slice(2);
const tarball = resolve(given ?? (await packTarball()));
const { binDir, version } = await provisionEngine({ log: (line) => console.error(line) });
const chosen = only === undefined ? CELLS : CELLS.slice(Number(only) - 1, Number(only));
const folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-matrix-"));
const rows: string[] = [];
let failures = 0;

try {
  for (const [index, cell] of chosen.entries()) {
    const problem = await runCell(cell, { tarball, binDir, folder: join(folder, String(index)) });
    if (problem !== undefined) failures += 1;
    console.error(`${described(cell)}: ${problem ?? "works"}`);
    rows.push(`| ${described(cell)} | ${problem === undefined ? "works" : "fails"} |`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const day = new Date().toISOString().slice(0, 10);
const table = [
  "| Manager | Program | Node.js | @pulumi/pulumi | TypeScript | |",
  "| --- | --- | --- | --- | --- | --- |",
  ...rows,
];
const text = `# Installations

Each row is the packed tarball in a fresh project: \`up\`, a preview and a refresh without a change, \`destroy\`, and \`tsc --noEmit\`
without \`skipLibCheck\` where there is TypeScript. \`node tools/matrix.ts\` wrote this on ${day}, with Pulumi ${version}.

${table.join("\n")}
`;
if (only === undefined && failures === 0) await writeFile(PAGE, text);
console.log(table.join("\n"));
if (failures > 0) process.exitCode = 1;

function described({ manager, program, node, sdk, typescript }: Cell): string {
  return [manager, program, node, sdk, typescript ?? "–"].join(" | ");
}
