import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { provisionEngine } from "../../../tools/engine.ts";

const SCRATCH = resolve(import.meta.dirname, "..", "..", "..", ".scratch");
const DAY_MS = 86_400_000;

/** Prepares an engine before the first engine test, and removes what killed runs left behind. */
export default async function globalSetup(): Promise<void> {
  await mkdir(SCRATCH, { recursive: true });
  for (const name of await readdir(SCRATCH)) {
    const folder = join(SCRATCH, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > DAY_MS) await rm(folder, { recursive: true, force: true });
  }
  // The runner of all checks has done it already.
  if (process.env.PULUMI_CLOUDONE_TEST_ENGINE !== undefined) return;
  let found: unknown;
  try {
    found = await provisionEngine({ log: (line) => console.error(line) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.env.CI) throw new Error(`Engine tests cannot run, and in CI they must. ${reason}`);
    console.error(`\nENGINE TESTS ARE SKIPPED. ${reason}\n`);
    found = { missing: reason };
  }
  // The name is written out, since this module is loaded outside jest's own module system.
  process.env.PULUMI_CLOUDONE_TEST_ENGINE = JSON.stringify(found);
}
