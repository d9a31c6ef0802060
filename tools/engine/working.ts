import { accessSync, constants, existsSync } from "node:fs";
import { chmod, copyFile, readFile, rename } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { run, whyFailed } from "../run.ts";

/** The first engine whose dynamic providers may return inputs from `read`, which the peer dependency also needs. */
const OLDEST_ENGINE = "3.216.0";

export const CLI = "pulumi";
export const LANGUAGE_HOST = "pulumi-language-nodejs";
export const RESOURCE_PLUGIN = "pulumi-resource-pulumi-nodejs";

/** The path of a program of this name on PATH. */
export function onPath(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Asks a CLI for its version. Throws the reason to show if it cannot be used. */
export async function engineVersion(cli: string): Promise<string> {
  const printed = await run(cli, ["version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout: 30_000 });
  const version = /^v?(\d+\.\d+\.\d+)/.exec(printed.stdout)?.[1];
  if (printed.exitCode !== 0 || version === undefined) {
    throw new Error(`"${cli} version" failed: ${whyFailed(printed)}`);
  }
  if (isOlder(version, OLDEST_ENGINE)) {
    throw new Error(`${cli} is version ${version}, at least ${OLDEST_ENGINE} is needed`);
  }
  return version;
}

function isOlder(version: string, than: string): boolean {
  const theirs = than.split(".").map(Number);
  for (const [place, part] of version.split(".").map(Number).entries()) {
    const other = theirs[place] ?? 0;
    if (part !== other) return part < other;
  }
  return false;
}

/** Copies the dynamic provider's launcher, which npm installs, next to an engine. */
export async function addResourcePlugin(folder: string): Promise<void> {
  const source = join(dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json")), RESOURCE_PLUGIN);
  const target = join(folder, RESOURCE_PLUGIN);
  if (existsSync(target) && isExecutable(target) && (await readFile(target)).equals(await readFile(source))) return;
  const partial = `${target}.${process.pid}`;
  await copyFile(source, partial);
  await chmod(partial, 0o755);
  await rename(partial, target);
}
