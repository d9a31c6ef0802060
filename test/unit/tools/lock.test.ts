import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { withLock } from "../../../tools/engine/lock.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-lock-"));
  file = join(folder, "engine.lock");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const silent = () => undefined;
/** Larger than any pid on Linux and macOS. */
const NO_PROCESS = 4_194_305;

describe("the lock of the engine's folder", () => {
  test("has one holder at a time and leaves nothing behind", async () => {
    let holders = 0;
    let most = 0;
    const work = async () => {
      holders += 1;
      most = Math.max(most, holders);
      await new Promise((resolve) => setTimeout(resolve, 20));
      holders -= 1;
      return most;
    };
    await Promise.all([withLock(file, silent, work), withLock(file, silent, work)]);
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test("is released if the work fails", async () => {
    const work = () => Promise.reject(new Error("no network"));
    await expect(withLock(file, silent, work)).rejects.toThrow("no network");
    expect(await readdir(folder)).toEqual([]);
  });

  test("is taken over from a dead process", async () => {
    await writeFile(file, JSON.stringify({ pid: NO_PROCESS, host: hostname() }));
    const lines: string[] = [];
    expect(
      await withLock(
        file,
        (line) => lines.push(line),
        async () => "done",
      ),
    ).toBe("done");
    expect(lines).toEqual([`taking over the lock of a run that died (pid ${NO_PROCESS})`]);
  });

  test("is taken over if its owner on another machine has been silent for a minute", async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, host: "elsewhere" }));
    const before = new Date(Date.now() - 61_000);
    await utimes(file, before, before);
    expect(await withLock(file, silent, async () => "done")).toBe("done");
  });

  test("is taken over if its content is unreadable and old", async () => {
    await writeFile(file, "");
    const before = new Date(Date.now() - 61_000);
    await utimes(file, before, before);
    expect(await withLock(file, silent, async () => "done")).toBe("done");
  });

  test("contains its holder's pid and host", async () => {
    const text = await withLock(file, silent, () => readFile(file, "utf8"));
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: hostname() });
  });
});
