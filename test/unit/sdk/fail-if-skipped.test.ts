import { afterEach, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { failIfSkipped } from "../../../sdk/fail-if-skipped.js";

const monitor = jest.spyOn(pulumi.runtime, "getMonitor");
afterEach(() => {
  monitor.mockReset();
});

/** What a resource makes of the program of a new run, after the engine has answered its registration. */
async function failures(answers: Promise<boolean>[], run: object | null = {}): Promise<string[]> {
  monitor.mockReturnValue((run ?? undefined) as ReturnType<typeof pulumi.runtime.getMonitor>);
  const found: string[] = [];
  for (const isKnown of answers) {
    const id = { isKnown } as unknown as pulumi.Output<string>;
    await failIfSkipped("Role", "auditor", { id }, (error) => void found.push(error.message));
  }
  return found;
}

test("a resource that was carried out, or whose registration failed, fails no program", async () => {
  expect(await failures([Promise.resolve(true), Promise.reject(new Error("refused"))])).toEqual([]);
});

test("resources that were passed over fail the program once", async () => {
  const found = await failures([Promise.resolve(false), Promise.resolve(false)]);
  expect(found).toEqual([expect.stringMatching(/^Role 'auditor' was not carried out.*nothing is deleted in this run/)]);
});

test("mocks that give no id fail nothing, and neither does a program without an engine", async () => {
  expect(await failures([Promise.resolve(false)], { mocks: {} })).toEqual([]);
  expect(await failures([Promise.resolve(false)], null)).toEqual([]);
});
