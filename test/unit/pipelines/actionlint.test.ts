import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { provisionActionlint } from "../../../tools/actionlint/provision.ts";
import { run } from "../../../tools/run.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

const found = await provisionActionlint().catch((error: unknown) => ({ missing: String(error) }));
if (typeof found !== "string") {
  if (process.env.CI) throw new Error(`Workflow files must be linted in CI. ${found.missing}`);
  console.error(`WORKFLOW FILES ARE NOT LINTED. ${found.missing}`);
}

const describeLint = typeof found === "string" ? describe : describe.skip;

describeLint("workflow files", () => {
  const lint = (args: string[]) => run(String(found), ["-no-color", ...args], { cwd: REPOSITORY });

  for (const folder of ["examples/pipelines/github", ".github/workflows"]) {
    for (const name of readdirSync(join(REPOSITORY, folder))) {
      test(`${folder}/${name} passes actionlint`, async () => {
        const { exitCode, stdout } = await lint([join(folder, name)]);
        expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
      });
    }
  }

  test("a misspelt context is found, so the linter works", async () => {
    const broken = join(REPOSITORY, "test", "unit", "pipelines", "broken-workflow.yml");
    const { exitCode, stdout } = await lint([relative(REPOSITORY, broken)]);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('undefined variable "secret"')]);
  });
});
