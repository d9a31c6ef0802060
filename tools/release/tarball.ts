import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run, whyFailed } from "../run.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

/** Builds and packs the package as npm would publish it; returns the path of the tarball in a new folder. */
export async function packTarball(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-release-"));
  const packed = await run("npm", ["pack", "--pack-destination", folder], { cwd: REPOSITORY, timeout: 600_000 });
  const name = packed.stdout.split("\n").at(-1) ?? "";
  if (packed.exitCode !== 0 || !name.endsWith(".tgz")) throw new Error(`npm pack failed: ${whyFailed(packed, 20)}`);
  return join(folder, name);
}
