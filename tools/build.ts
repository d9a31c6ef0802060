import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";

// Built aside and then swapped in, so that running programs never see half a dist.
const repository = resolve(import.meta.dirname, "..");
const dist = join(repository, "dist");
const made = join(repository, ".cache", `build-${process.pid}`);
const old = `${made}-old`;

const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
const { exitCode = 1 } = await execa(process.execPath, [tsc, "-p", "tools/tsconfig.build.json", "--outDir", made], {
  cwd: repository,
  stdio: "inherit",
  reject: false,
});
if (exitCode === 0) {
  const command = join(made, "cli", "main.js");
  if (existsSync(command)) chmodSync(command, 0o755);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(made, dist);
}
for (const folder of [made, old]) rmSync(folder, { recursive: true, force: true });
process.exitCode = exitCode;
