import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { Log } from "./progress.ts";

const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;

/** Runs `work` while no other process holds the same lock file. Takes over a lock if its owner died. */
export async function withLock<T>(file: string, log: Log, work: () => Promise<T>): Promise<T> {
  const own = JSON.stringify({ id: randomUUID(), pid: process.pid, host: hostname(), since: new Date().toISOString() });
  const started = Date.now();
  let lastSaid = 0;
  while (!(await tryCreate(file, own))) {
    const owner = await read(file);
    if (owner === undefined) continue;
    if (await isStale(file, owner)) {
      log(`taking over the lock of a run that died (pid ${pidOf(owner)})`);
      await removeIfStill(file, owner);
      continue;
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    if (lastSaid === 0 || Date.now() - lastSaid >= 15_000) {
      log(`another run (pid ${pidOf(owner)}) is providing the engine; waiting, ${seconds} s so far`);
      lastSaid = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await removeIfStill(file, own);
  }
}

async function tryCreate(file: string, text: string): Promise<boolean> {
  // Written in full before it appears under its name, so that no process reads half a lock.
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, text);
  try {
    await link(partial, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(partial, { force: true });
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

async function isStale(file: string, owner: string): Promise<boolean> {
  try {
    if (Date.now() - (await stat(file)).mtimeMs > STALE_MS) return true;
  } catch {
    return false;
  }
  const { pid, host } = parse(owner);
  if (host !== hostname() || pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Removes the lock unless its owner changed since it was read. */
async function removeIfStill(file: string, owner: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await read(aside)) !== owner) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function pidOf(owner: string): string {
  return String(parse(owner).pid ?? "unknown");
}

function parse(owner: string): { pid?: number; host?: string } {
  try {
    return JSON.parse(owner);
  } catch {
    return {};
  }
}
