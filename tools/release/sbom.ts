import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, whyFailed } from "../run.ts";
import { packTarball } from "./tarball.ts";

/**
 * Lists what a user gets: installs the tarball into an empty project and lets npm describe that. The repository's own list
 * would include development packages.
 */
export async function writeSbom(file: string, tarball?: string): Promise<void> {
  const packed = tarball ?? (await packTarball());
  const project = await mkdtemp(join(tmpdir(), "pulumi-cloudone-sbom-"));
  try {
    await writeFile(join(project, "package.json"), JSON.stringify({ name: "sbom", version: "0.0.0", private: true }));
    const npm = async (args: string[]) => {
      const ended = await run("npm", args, { cwd: project, timeout: 600_000 });
      if (ended.exitCode !== 0) throw new Error(`npm ${args[0]} failed: ${whyFailed(ended, 20)}`);
      return ended.stdout;
    };
    await npm(["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", packed]);
    await writeFile(file, await npm(["sbom", "--sbom-format=cyclonedx", "--omit=dev"]));
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}
