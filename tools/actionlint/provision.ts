import { mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { lastLines, runChild } from "../engine/child.ts";
import { goEnvironment } from "../engine/go-build.ts";
import { withLock } from "../engine/lock.ts";
import { isExecutable, onPath } from "../engine/working.ts";

/** The version in go.mod. */
const VERSION = "1.7.7";
const CACHE = resolve(import.meta.dirname, "..", "..", ".cache");

/** Finds actionlint in the cache, or builds it from its pinned Go module in about ten seconds. Throws why it cannot. */
export async function provisionActionlint(): Promise<string> {
  const folder = join(CACHE, `actionlint-${VERSION}`);
  const binary = join(folder, "actionlint");
  if (isExecutable(binary)) return binary;
  const go = onPath("go");
  if (go === undefined) throw new Error("no go on PATH, which would build actionlint");
  await mkdir(CACHE, { recursive: true });
  return withLock(join(CACHE, "actionlint.lock"), console.error, async () => {
    if (isExecutable(binary)) return binary;
    const partial = `${folder}.${process.pid}.partial`;
    const args = ["build", "-o", join(partial, "actionlint"), "github.com/rhysd/actionlint/cmd/actionlint"];
    const built = await runChild(go, args, {
      cwd: import.meta.dirname,
      env: goEnvironment(CACHE),
      timeoutSeconds: 300,
    });
    if (built.code !== 0) throw new Error(`building actionlint: ${built.ended ?? lastLines(built.stderr)}`);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return binary;
  });
}
