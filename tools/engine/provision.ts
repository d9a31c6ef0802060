import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { buildFromGoModules, pinnedVersion } from "./go-build.ts";
import { withLock } from "./lock.ts";
import type { Log } from "./progress.ts";
import { installRelease, releaseVersion } from "./release.ts";
import {
  addResourcePlugin,
  CLI,
  engineVersion,
  isExecutable,
  LANGUAGE_HOST,
  onPath,
  RESOURCE_PLUGIN,
} from "./working.ts";

export interface Engine {
  /** Put this first on PATH. */
  binDir: string;
  version: string;
  source: "PATH" | "cache" | "release" | "Go modules";
}

/** A way to get an engine if there is none yet. */
export interface Maker {
  source: "release" | "Go modules";
  what: string;
  /** The version it makes; an earlier run's engine of another version is made again. */
  version: string;
  /** Makes it in this folder, which must not exist; `cache` holds what it would otherwise fetch again. */
  make(partial: string, cache: string, log: Log): Promise<void>;
}

interface ProvisionOptions {
  log?: Log;
  /** @default .cache in the repository */
  cache?: string;
  /** In the order in which they are tried. @default the official release, a build from Go modules */
  makers?: readonly Maker[];
}

const MAKERS: readonly Maker[] = [
  {
    source: "release",
    what: "the official release",
    version: releaseVersion(),
    make: (partial, _, log) => installRelease(partial, log),
  },
  { source: "Go modules", what: "a build from Go modules", version: pinnedVersion(), make: buildFromGoModules },
];

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

/**
 * Finds or makes a Pulumi engine that runs Node.js programs with dynamic providers: one on PATH, an earlier run's, the
 * official release, or a build from Go modules. An earlier run's engine with a version other than that of the latter two
 * is used only if neither is available. Throws an error that says what was tried.
 */
export async function provisionEngine(options: ProvisionOptions = {}): Promise<Engine> {
  const log = options.log ?? (() => undefined);
  const makers = options.makers ?? MAKERS;
  const cache = options.cache ?? join(REPOSITORY, ".cache");
  const folder = join(cache, "engine");
  await mkdir(cache, { recursive: true });
  const tried: string[] = [];
  const attempt = async (what: string, work: () => Promise<Engine>) => {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tried.push(`${what}: ${reason}`);
      return undefined;
    }
  };
  const cached = () => attempt("an earlier run's, in .cache/engine", () => fromCache(folder, makers));
  const found = (await attempt("pulumi on PATH", () => fromPath(join(cache, "engine-on-path")))) ?? (await cached());
  if (found !== undefined) return found;
  return withLock(join(cache, "engine.lock"), log, async () => {
    tried.pop();
    let made = await cached();
    for (const maker of makers) {
      made ??= await attempt(maker.what, () =>
        make(cache, folder, maker.source, (partial) => maker.make(partial, cache, log)),
      );
    }
    if (made !== undefined) return made;
    const outdated = await completed(folder).catch(() => undefined);
    if (outdated !== undefined) {
      log(["using an earlier run's engine of another version:", ...tried].join("\n  - "));
      return { ...outdated, source: "cache" };
    }
    throw new Error(`no Pulumi engine is available. Tried:\n${tried.map((line) => `  - ${line}`).join("\n")}`);
  });
}

/** An engine on PATH; if its parts are not in one folder, a folder of links to them. */
async function fromPath(folder: string): Promise<Engine> {
  const cli = onPath(CLI);
  if (cli === undefined) throw new Error("there is none");
  const version = await engineVersion(cli);
  const beside = join(dirname(cli), LANGUAGE_HOST);
  const host = isExecutable(beside) ? beside : onPath(LANGUAGE_HOST);
  if (host === undefined) throw new Error(`${cli} has no ${LANGUAGE_HOST} beside it or on PATH`);
  if (host === beside && isExecutable(join(dirname(cli), RESOURCE_PLUGIN))) {
    return { binDir: dirname(cli), version, source: "PATH" };
  }
  const linked = `${folder}-${createHash("sha256").update(`${cli}\n${host}`).digest("hex").slice(0, 8)}`;
  if (!existsSync(linked)) {
    const partial = `${linked}.${process.pid}`;
    await mkdir(partial, { recursive: true });
    await symlink(cli, join(partial, CLI));
    await symlink(host, join(partial, LANGUAGE_HOST));
    // Another run may have been faster.
    await rename(partial, linked).catch(() => rm(partial, { recursive: true, force: true }));
  }
  await addResourcePlugin(linked);
  return { binDir: linked, version, source: "PATH" };
}

async function fromCache(folder: string, makers: readonly Maker[]): Promise<Engine> {
  if (!existsSync(folder)) throw new Error("there is none");
  const engine = await completed(folder);
  const wanted = makers.map(({ version }) => version);
  if (!wanted.includes(engine.version)) {
    throw new Error(`it is version ${engine.version}, but ${[...new Set(wanted)].join(" or ")} is needed`);
  }
  return { ...engine, source: "cache" };
}

async function make(
  cache: string,
  folder: string,
  source: Engine["source"],
  work: (partial: string) => Promise<void>,
): Promise<Engine> {
  await removeLeftovers(cache);
  const partial = `${folder}.${process.pid}.partial`;
  try {
    await work(partial);
    await completed(partial);
    await replace(folder, partial);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return { ...(await completed(folder)), source };
}

async function completed(folder: string): Promise<{ binDir: string; version: string }> {
  if (!isExecutable(join(folder, LANGUAGE_HOST))) throw new Error(`it has no ${LANGUAGE_HOST}`);
  const version = await engineVersion(join(folder, CLI));
  await addResourcePlugin(folder);
  return { binDir: folder, version };
}

/** What a killed run left behind; safe because the caller holds the lock. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (/^engine\.\d+\.partial/.test(name)) await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function replace(folder: string, by: string): Promise<void> {
  const old = `${folder}.${process.pid}.old`;
  if (existsSync(folder)) await rename(folder, old);
  await rename(by, folder);
  await rm(old, { recursive: true, force: true });
}
