import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, whyFailed } from "./run.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * This machine's Chromium: the one in CHROMIUM, one on PATH, or with `install` Debian's own, which needs root.
 * Otherwise the reason why there is none.
 */
export async function findChromium({ install = false } = {}): Promise<{ path: string } | { missing: string }> {
  const found = onPath();
  if (found !== undefined) return { path: found };
  if (!install) return { missing: "no Chromium: `node tools/chromium.ts` installs Debian's, or CHROMIUM names one" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ]) {
    const ended = await run("apt-get", args, { timeout: 300_000, env: { DEBIAN_FRONTEND: "noninteractive" } });
    if (ended.exitCode !== 0) return { missing: `no Chromium, and apt-get ${args[0]} failed: ${whyFailed(ended, 1)}` };
  }
  const installed = onPath();
  return installed === undefined ? { missing: "no Chromium, though apt-get installed it" } : { path: installed };
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const all = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROMIUM ?? "", ...all].find((file) => file !== "" && existsSync(file));
}

if (import.meta.main) {
  const found = await findChromium({ install: true });
  console.log("path" in found ? found.path : found.missing);
  if ("missing" in found) process.exitCode = 1;
}
