import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runChild } from "../engine/child.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

/** Packs the package as npm would publish it, which builds it; returns the path of the tarball, in a folder of its own. */
export async function packTarball(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-release-"));
  const { code, stdout, stderr } = await runChild("npm", ["pack", "--pack-destination", folder], {
    cwd: REPOSITORY,
    timeoutSeconds: 600,
  });
  const name = stdout.trim().split("\n").at(-1) ?? "";
  if (code !== 0 || !name.endsWith(".tgz")) throw new Error(`npm pack failed: ${stderr}`);
  return join(folder, name);
}
