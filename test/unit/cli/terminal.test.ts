import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const REPOSITORY = join(import.meta.dirname, "..", "..", "..");
const SCRIPT = `import("./cli/terminal.ts").then(({ stdoutStyle }) => {
  const { paint, width } = stdoutStyle();
  process.stdout.write(JSON.stringify([paint("green", "x"), String(width)]));
})`;

/** How a process with these variables prints green text to a pipe. */
async function painted(FORCE_COLOR?: string): Promise<unknown> {
  const args = ["--import", "./tools/simulate/sources.ts", "-e", SCRIPT];
  const env = { FORCE_COLOR, NO_COLOR: undefined };
  return JSON.parse((await execa(process.execPath, args, { cwd: REPOSITORY, env })).stdout);
}

test("a pipe gets colours only with FORCE_COLOR, and lines of any width", async () => {
  expect(await painted()).toEqual(["x", "Infinity"]);
  expect(await painted("1")).toEqual(["\u001b[32mx\u001b[39m", "Infinity"]);
  expect(await painted("0")).toEqual(["x", "Infinity"]);
});
