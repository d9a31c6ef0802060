import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run, whyFailed } from "../run.ts";
import { type Log, withProgress } from "./progress.ts";

const STALLED_SECONDS = 30;

// Runs in a child process, since the Automation API's download has no timeout and cannot be stopped from inside.
const INSTALL = `
const { PulumiCommand } = require("@pulumi/pulumi/automation");
PulumiCommand.install({ root: process.argv[1] }).catch((error) => { console.error(error.message); process.exit(1); });
`;

/** The version of the installed SDK, which is also that of its release. */
export function releaseVersion(): string {
  return (createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version: string }).version;
}

/** Installs the release that goes with the installed SDK into `folder`, which must not exist. */
export async function installRelease(folder: string, log: Log): Promise<void> {
  const root = `${folder}.download`;
  const scratch = join(root, "tmp");
  await mkdir(scratch, { recursive: true });
  let size = -1;
  let grown = Date.now();
  // The install script keeps the archive in TMPDIR, so it is cleaned up, and its growth tells a slow connection from a dead one.
  const child = run(process.execPath, ["-e", INSTALL, root], { env: { TMPDIR: scratch }, timeout: 900_000 });
  const watch = setInterval(async () => {
    const now = await sizeOf(root);
    if (now !== size) grown = Date.now();
    size = now;
    if (Date.now() - grown > STALLED_SECONDS * 1000) child.kill(new Error(`nothing arrived for ${STALLED_SECONDS} s`));
  }, 1000);
  try {
    const result = await withProgress(log, "downloading the official Pulumi release", "about 100 MB", child);
    if (result.exitCode !== 0) throw new Error(whyFailed(result));
    await rename(join(root, "bin"), folder);
  } finally {
    clearInterval(watch);
    await rm(root, { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (!entry.isFile()) continue;
    total += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return total;
}
