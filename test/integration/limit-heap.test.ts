import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const MODULE = resolve(import.meta.dirname, "..", "..", "provider", "engine", "limit-heap.ts");
/** Keeps a sixth of its objects long enough for the collector to promote them. */
const PILE_UP = `
  const kept = [];
  let most = 0;
  for (let n = 0; n < 120; n++) {
    kept.push(Array.from({ length: 30_000 }, (_, m) => ({ n, m, text: n + "." + m })));
    if (kept.length > 6) kept.shift();
    // The system's own maximum begins with that of the process that started this one.
    most = Math.max(most, process.memoryUsage.rss());
    await new Promise((r) => setTimeout(r, 4));
  }
  console.log(most);`;

async function peak(script: string): Promise<number> {
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
  const { stdout } = await execa(process.execPath, args);
  return Number(stdout);
}

test("a process with a limited heap takes less memory for the same work, and ends by itself", async () => {
  const usual = await peak(PILE_UP);
  const frugal = await peak(`import { limitHeap } from ${JSON.stringify(MODULE)};\nlimitHeap();\n${PILE_UP}`);
  expect(frugal).toBeLessThan(0.7 * usual);
}, 60_000);
