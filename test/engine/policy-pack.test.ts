// What only the real engine can show: that it runs the example pack on the resources of a program.
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { engine } from "./harness/engine.js";
import { createStack, declare, describeEngine, startCloud } from "./harness.js";

const PACK = resolve(import.meta.dirname, "..", "..", "examples", "policy-pack");

/** What a CLI or a language host prints if it runs no packs, as one that this repository builds from Go modules. */
const RUNS_NO_PACKS = /error: policy pack ".*" failed to start: .*(?:not supported|not installed).*/;

/** A preview of a program that the pack forbids. */
async function previewWithPack(): Promise<{ code: number | null; output: string }> {
  const cloud = await startCloud({ seed: { users: [{ email: "eve@outside.example", roleID: "read-only" }] } });
  const stack = await createStack({ cloud });
  try {
    await stack.program([declare("UserAssignment", "eve", { email: "eve@outside.example", roleId: "full-access" })]);
    return await stack.run(["preview", "--stack", stack.name, "--policy-pack", PACK]);
  } finally {
    // Not left to the end of the file, which does not come where every test is skipped.
    await stack.dispose();
    await cloud.close();
  }
}

const previewed = "missing" in engine() ? undefined : await previewWithPack();
const cannot = RUNS_NO_PACKS.exec(previewed?.output ?? "")?.[0];
if (cannot !== undefined) process.stderr.write(`skipped: this engine runs no policy packs: ${cannot}\n`);
const testWithPacks = cannot === undefined ? test : test.skip;

describeEngine("the example policy pack, run by the engine", () => {
  testWithPacks("refuses an admin role for an outside address at preview", () => {
    expect(previewed?.code).not.toBe(0);
    expect(previewed?.output).toContain(
      "eve@outside.example is outside the company and may not have the admin role full-access.",
    );
  });
});
