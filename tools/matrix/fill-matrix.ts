import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "pulumi-cloudone/emulator";
import { run } from "../run.ts";
import { CELLS } from "./cells.ts";
import { runCell } from "./run-cell.ts";

/** The result of one cell; numbers count from 1. */
export interface CellResult {
  number: number;
  problem?: string | undefined;
}

interface MatrixOptions {
  tarball: string;
  binDir: string;
  /** Indexes of cells. */
  chosen: readonly number[];
  log: (line: string) => void;
}

const KEPT = resolve(import.meta.dirname, "..", "..", ".cache", "matrix");

/** Runs the chosen cells, one after the other; returns every result for this tarball, in the order of the cells. */
export async function fillMatrix({ tarball, binDir, chosen, log }: MatrixOptions): Promise<CellResult[]> {
  const digest = createHash("sha256")
    .update(await readFile(tarball))
    .digest("hex")
    .slice(0, 16);
  const file = join(KEPT, `${digest}.json`);
  const read = async () => JSON.parse(await readFile(file, "utf8").catch(() => "[]")) as CellResult[];
  await mkdir(KEPT, { recursive: true });
  const { stdout } = await run("npm", ["config", "get", "registry"]);
  const apiKey = `${demoApiKeyId}:${demoApiKeySecret}`;
  const common = { tarball, binDir, registry: stdout, startEmulator, apiKey };
  const folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-matrix-"));
  try {
    for (const index of chosen) {
      const cell = CELLS[index];
      if (cell === undefined) throw new Error(`There is no cell ${index + 1}: there are ${CELLS.length}.`);
      const number = index + 1;
      const started = Date.now();
      const problem = await runCell(cell, { ...common, folder: join(folder, String(number)) });
      const seconds = Math.round((Date.now() - started) / 1000);
      log(`${number}: ${Object.values(cell).join(", ")}: ${problem === undefined ? "works" : "FAILS"} (${seconds} s)`);
      const others = (await read()).filter((result) => result.number !== number);
      const results = [...others, { number, problem }].sort((one, other) => one.number - other.number);
      await writeFile(file, JSON.stringify(results));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return read();
}
