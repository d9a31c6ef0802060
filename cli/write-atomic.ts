import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { types } from "node:util";
import { CommandFailure } from "./command-failure.js";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Writes a file so that others see either the old one or the whole new one, and Ctrl-C leaves nothing behind. The new file
 * keeps the old one's permissions. Anything that is not a regular file, such as /dev/stdout, is written to and not replaced.
 */
export async function writeAtomic(file: string, text: string): Promise<void> {
  const folder = dirname(file);
  // No one can guess the name before the file exists, and an existing file is not opened.
  const temporary = join(folder, `.${basename(file)}.${randomBytes(8).toString("hex")}.tmp`);
  const stop = (signal: NodeJS.Signals) => {
    rmSync(temporary, { force: true });
    process.off(signal, stop);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    await mkdir(folder, { recursive: true });
    const former = await stat(file).catch(absent);
    if (former !== undefined && !former.isFile()) return await writeFile(file, text);
    await writeNew(temporary, text, former?.mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (!types.isNativeError(error) || !("code" in error)) throw error;
    throw new CommandFailure(`Cannot write ${file}: ${error.message}. Choose another place with --out.`);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

async function writeNew(file: string, text: string, mode: number | undefined): Promise<void> {
  const handle = await open(file, "wx", mode === undefined ? 0o666 : 0o600);
  try {
    await handle.writeFile(text);
    if (mode !== undefined) await handle.chmod(mode & 0o777);
  } finally {
    await handle.close();
  }
}

function absent(error: unknown): undefined {
  if (!types.isNativeError(error) || !("code" in error) || error.code !== "ENOENT") throw error;
}
