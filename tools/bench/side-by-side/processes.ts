import { readdir, readFile, readlink } from "node:fs/promises";

interface Process {
  commandLine: string;
  /** The highest resident memory so far. */
  peakBytes: number;
}

/** The processes that run in a folder. Only on Linux; elsewhere none. */
export async function processesIn(folder: string): Promise<Process[]> {
  const found: Process[] = [];
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    // Any of them may end during the look.
    if ((await readlink(`/proc/${pid}/cwd`).catch(() => "")) !== folder) continue;
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    found.push({ commandLine, peakBytes: Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024 });
  }
  return found;
}

/** User and system time of all ended children of this process, and of their children. Only on Linux; elsewhere null. */
export async function cpuSecondsOfChildren(): Promise<number | null> {
  const text = await readFile("/proc/self/stat", "utf8").catch(() => "");
  // The second field, the command's name in brackets, may contain spaces.
  const [cutime, cstime] = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .slice(13, 15);
  // The kernel always counts in hundredths of a second.
  return cstime === undefined ? null : (Number(cutime) + Number(cstime)) / 100;
}
