import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { pinnedVersion } from "../../../tools/engine/go-build.ts";
import { type Maker, provisionEngine } from "../../../tools/engine/provision.ts";

jest.setTimeout(60_000);

let folder: string;
let cache: string;
const { PATH } = process.env;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-provision-"));
  cache = join(folder, "cache");
  process.env.PATH = join(folder, "bin");
  current = "3.274.1";
});

afterEach(async () => {
  process.env.PATH = PATH;
  await rm(folder, { recursive: true, force: true });
});

/** A script that reports this engine version. */
async function engineIn(where: string, version: string): Promise<void> {
  await mkdir(where, { recursive: true });
  for (const name of ["pulumi", "pulumi-language-nodejs"]) {
    await writeFile(join(where, name), `#!/bin/sh\necho v${version}\n`);
    await chmod(join(where, name), 0o755);
  }
}

/** The engines that the makers provide. */
let current: string;

/** Makers that record their calls; those in `working` provide an engine. */
function makers(...working: Maker["source"][]) {
  const calls: string[] = [];
  const maker = (source: Maker["source"], what: string): Maker => ({
    source,
    what,
    version: current,
    async make(partial) {
      calls.push(source);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (!working.includes(source)) throw new Error(`no ${source} today`);
      await engineIn(partial, current);
    },
  });
  return { calls, all: [maker("release", "the official release"), maker("Go modules", "a build from Go modules")] };
}

test("an engine on PATH comes first, unless it is too old", async () => {
  const { calls, all } = makers("release");
  await engineIn(join(folder, "bin"), "3.100.0");
  expect(await provisionEngine({ cache, makers: all })).toMatchObject({ source: "release", version: "3.274.1" });
  await engineIn(join(folder, "bin"), "3.216.0");
  expect(await provisionEngine({ cache, makers: all })).toMatchObject({ source: "PATH", version: "3.216.0" });
  expect(calls).toEqual(["release"]);
});

test("the next run finds what one run made, and two runs at the same time make it once", async () => {
  const { calls, all } = makers("Go modules");
  const both = await Promise.all([provisionEngine({ cache, makers: all }), provisionEngine({ cache, makers: all })]);
  expect(both.map(({ source }) => source).sort()).toEqual(["Go modules", "cache"]);
  expect(calls).toEqual(["release", "Go modules"]);
  expect(await provisionEngine({ cache, makers: all })).toMatchObject({ source: "cache" });
  expect(await readdir(cache)).toEqual(["engine"]);
});

test("an engine is made anew once another version is pinned, and the old one stays if that fails", async () => {
  await provisionEngine({ cache, makers: makers("release").all });
  current = "3.276.0";
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const failing = makers();
  expect(await provisionEngine({ cache, makers: failing.all, log })).toMatchObject({
    source: "cache",
    version: "3.274.1",
  });
  expect(failing.calls).toEqual(["release", "Go modules"]);
  expect(lines.join("\n")).toContain("it is version 3.274.1, but 3.276.0 is needed");
  const made = { source: "Go modules", version: "3.276.0" };
  expect(await provisionEngine({ cache, makers: makers("Go modules").all })).toMatchObject(made);
  expect(await provisionEngine({ cache, makers: makers().all })).toMatchObject({ ...made, source: "cache" });
  expect(await readdir(cache)).toEqual(["engine"]);
});

test("a build from Go modules has the version that go.mod pins", () => {
  expect(pinnedVersion()).toMatch(/^\d+\.\d+\.\d+$/);
});

test("if all fail, the error says what was tried and why each failed", async () => {
  await expect(provisionEngine({ cache, makers: makers().all })).rejects.toThrow(
    [
      "no Pulumi engine is available. Tried:",
      "  - pulumi on PATH: there is none",
      "  - an earlier run's, in .cache/engine: there is none",
      "  - the official release: no release today",
      "  - a build from Go modules: no Go modules today",
    ].join("\n"),
  );
  expect(await readdir(cache)).toEqual([]);
});
