// Writes the stored states of the current version to test/states/<version>, with the real engine. An existing folder is never
// written again, since real stacks are like it.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";

const REPOSITORY = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { version: string };
const test = ["tools/test.ts", "build", "engine", "test/engine/stored-states.test.ts"];
const { exitCode = 1 } = await execa(process.execPath, test, {
  cwd: REPOSITORY,
  env: { PULUMI_CLOUDONE_WRITE_STATES: version },
  stdio: "inherit",
  reject: false,
});
process.exitCode = exitCode;
