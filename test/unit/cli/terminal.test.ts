import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

const REPOSITORY = join(import.meta.dirname, "..", "..", "..");
const SCRIPT = `import("./cli/terminal.ts").then(({ stdoutStyle }) => {
  const { paint, width } = stdoutStyle();
  process.stdout.write(JSON.stringify([paint("green", "x"), String(width)]));
})`;

/** What a process with these variables, whose output goes to a pipe, makes of a green text. */
function painted(env: Record<string, string>): unknown {
  const { FORCE_COLOR: _, NO_COLOR: __, ...rest } = process.env;
  const args = ["--import", "./tools/simulate/sources.ts", "-e", SCRIPT];
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: REPOSITORY, env: { ...rest, ...env }, encoding: "utf8" }),
  );
}

test("a pipe gets colours where FORCE_COLOR wants them, and no other, and lines of any width", () => {
  expect(painted({})).toEqual(["x", "Infinity"]);
  expect(painted({ FORCE_COLOR: "1" })).toEqual(["\u001b[32mx\u001b[39m", "Infinity"]);
  expect(painted({ FORCE_COLOR: "0" })).toEqual(["x", "Infinity"]);
});
