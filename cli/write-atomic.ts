import { rmSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { types } from "node:util";
import { CommandFailure } from "./command-failure.js";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Writes a file so that others see the former one or the whole new one, and a Ctrl-C leaves nothing behind. */
export async function writeAtomic(file: string, text: string): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${basename(file)}.${process.pid}.tmp`);
  const stop = (signal: NodeJS.Signals) => {
    rmSync(temporary, { force: true });
    process.off(signal, stop);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (!types.isNativeError(error) || !("code" in error)) throw error;
    throw new CommandFailure(`Cannot write ${file}: ${error.message}. Choose another place with --out.`);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}
