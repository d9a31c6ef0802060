// Writes the stored states of the current version to test/states/<version>, with the real engine. A folder that is there is never
// written again: stacks like it exist.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { version: string };
const test = ["tools/test.ts", "build", "engine", "test/engine/stored-states.test.ts"];
const { status } = spawnSync(process.execPath, test, {
  cwd: REPOSITORY,
  env: { ...process.env, PULUMI_CLOUDONE_WRITE_STATES: version },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
