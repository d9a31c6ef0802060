import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { execa } from "execa";
import { blocks, REPOSITORY, read } from "../unit/docs/documents.js";

const guide = read("docs/guides/testing.md");
const shell = blocks(guide, "shell");
/** Variables of npm's scripts and of this test's own runner, except npm's settings for certificates. */
const NOT_OURS = /^npm_(?!config_globalconfig$)|^JEST_|^FORCE_COLOR$|^NODE_(?!EXTRA_CA_CERTS$)/i;

let project: string;

// Outside the repository, whose node_modules would hide what an installation lacks.
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "cloudone-test-runners-"));
  await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", project], REPOSITORY);
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module", private: true }));
}, 120_000);
afterAll(() => rm(project, { recursive: true, force: true }));

async function run(command: string, args: string[], cwd = project): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_OURS.test(name));
  // The Node.js that runs this test, whichever comes first on PATH.
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const env = { ...Object.fromEntries(inherited), PATH: path, NO_COLOR: "1" };
  return (await execa(command, args, { cwd, env, extendEnv: false, all: true })).all;
}

/** The guide's commands that install and run a test runner. */
function linesFor(runner: string): string[] {
  const block = shell.find((text) => text.includes(` ${runner}`)) ?? "";
  return block.trim().split("\n");
}

test("the guide's programs run with vitest and with jest, as the guide says", async () => {
  await run("bash", ["-ec", "npm install --no-audit --no-fund --prefer-offline ./*.tgz @pulumi/pulumi"]);
  for (const runner of ["vitest", "jest"]) {
    const [install = "", start = ""] = linesFor(runner);
    const programs = blocks(guide, "typescript").map((text) =>
      text.replace("@jest/globals", runner === "jest" ? "@jest/globals" : "vitest"),
    );
    expect(programs).toHaveLength(2);
    for (const [n, program] of programs.entries()) await writeFile(join(project, `guide-${n}.test.ts`), program);
    const [config] = blocks(guide, "js");
    await writeFile(join(project, "jest.config.mjs"), config ?? "");
    await run("bash", ["-ec", `${install} --no-audit --no-fund --prefer-offline`]);
    const output = await run("bash", ["-ec", `${start} --testTimeout=60000`]);
    expect([runner, output]).toEqual([runner, expect.stringMatching(/Tests:? +3 passed/)]);
  }
}, 600_000);
