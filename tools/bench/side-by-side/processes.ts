import { readdir, readFile, readlink } from "node:fs/promises";

/** What a process has cost so far. */
export interface ProcessCost {
  /** The highest resident memory. */
  peakBytes: number;
  /** User and system time. */
  cpuSeconds: number;
}

/** The processes that run in a folder and have `text` in their command line. Only on Linux; elsewhere none. */
export async function processesIn(folder: string, text: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    // Any of them may end while it is read.
    if ((await readlink(`/proc/${name}/cwd`).catch(() => "")) !== folder) continue;
    const commandLine = (await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
    if (commandLine.includes(text)) found.push(Number(name));
  }
  return found;
}

/** Undefined once the process has ended. */
export async function costOf(pid: number): Promise<ProcessCost | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [utime, stime] = (await statFields(`/proc/${pid}/stat`)).slice(11, 13);
  if (stime === undefined) return undefined;
  const peakBytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  return { peakBytes, cpuSeconds: seconds(utime, stime) };
}

/** User and system time of all ended children of this process, and of their children. Only on Linux; elsewhere null. */
export async function cpuSecondsOfChildren(): Promise<number | null> {
  const [cutime, cstime] = (await statFields("/proc/self/stat")).slice(13, 15);
  return cstime === undefined ? null : seconds(cutime, cstime);
}

/** The fields from the third on. The second, the command's name in brackets, may contain spaces. */
async function statFields(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text === "" ? [] : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** The kernel always counts in hundredths of a second. */
const seconds = (...ticks: (string | undefined)[]) => ticks.reduce((sum, count) => sum + Number(count) / 100, 0);
