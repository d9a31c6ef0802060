import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run, whyFailed } from "../run.ts";
import { goEnvironment } from "./go-build.ts";
import { withLock } from "./lock.ts";
import { type Log, withProgress } from "./progress.ts";
import { isExecutable, onPath } from "./working.ts";

interface GoBinary {
  name: string;
  /** The version in the go.mod of `module`. */
  version: string;
  /** The folder of go.mod and go.sum. */
  module: string;
  /** The import path of its main package. */
  package: string;
  cache: string;
  /** How long a first build takes, in words. */
  expected: string;
  timeoutSeconds: number;
}

/** Finds a program in the cache, or builds it from its pinned Go module. Throws the reason if it cannot. */
export async function provisionGoBinary(binary: GoBinary, log: Log): Promise<string> {
  const { name, version, cache } = binary;
  const folder = join(cache, `${name}-${version}`);
  const file = join(folder, name);
  if (isExecutable(file)) return file;
  const go = onPath("go");
  if (go === undefined) throw new Error(`no go on PATH to build ${name}`);
  await mkdir(cache, { recursive: true });
  return withLock(join(cache, `${name}.lock`), log, async () => {
    if (isExecutable(file)) return file;
    const partial = `${folder}.${process.pid}.partial`;
    const child = run(go, ["build", "-ldflags", "-s -w", "-o", join(partial, name), binary.package], {
      cwd: binary.module,
      env: goEnvironment(cache),
      timeout: binary.timeoutSeconds * 1000,
    });
    const built = await withProgress(log, `building ${name} from its Go module`, binary.expected, child);
    if (built.exitCode !== 0) throw new Error(`building ${name}: ${whyFailed(built)}`);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return file;
  });
}
