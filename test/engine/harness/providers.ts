import { readdir, readFile, readlink } from "node:fs/promises";

/** The command lines of the provider processes that work for a stack. Linux only. */
export async function providersOf({ folder }: { folder: string }): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = pids.map(async (pid) => {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    return cwd === folder ? await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "") : "";
  });
  return (await Promise.all(commands)).filter((command) => command.includes("dynamic-provider"));
}
