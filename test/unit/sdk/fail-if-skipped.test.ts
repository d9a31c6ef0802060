import { afterEach, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { failIfSkipped } from "../../../sdk/fail-if-skipped.js";
import { watchedRun } from "../../../sdk/watched-run.js";

const monitor = jest.spyOn(pulumi.runtime, "getMonitor");
afterEach(() => {
  monitor.mockReset();
});

type Done = (error: unknown, answer: object) => void;

/** A run in which another resource's registration is answered with this result. */
function runWith(result: number, more: object = {}) {
  return { registerResource: (_: object, done: Done) => done(null, { getResult: () => result }), ...more };
}

/** What a resource makes of the program of a run, after the engine has answered its registration and another one's. */
async function failures(answers: Promise<boolean>[], run: ReturnType<typeof runWith> | null): Promise<string[]> {
  monitor.mockReturnValue((run ?? undefined) as unknown as ReturnType<typeof pulumi.runtime.getMonitor>);
  watchedRun();
  const passedOn: unknown[] = [];
  run?.registerResource({}, (...answer) => passedOn.push(answer));
  expect(passedOn).toHaveLength(run === null ? 0 : 1);
  const found: string[] = [];
  for (const isKnown of answers) {
    const id = { isKnown } as unknown as pulumi.Output<string>;
    await failIfSkipped("Role", "auditor", { id }, (error) => void found.push(error.message));
  }
  return found;
}

test("a resource that was carried out, or whose registration failed, fails no program", async () => {
  expect(await failures([Promise.resolve(true), Promise.reject(new Error("refused"))], runWith(1))).toEqual([]);
});

test.each([1, 2])("resources that were passed over because one failed (%i) fail the program once", async (result) => {
  const found = await failures([Promise.resolve(false), Promise.resolve(false)], runWith(result));
  expect(found).toEqual([expect.stringMatching(/^Role 'auditor' was not carried out.*nothing is deleted in this run/)]);
});

test("the engine is told that everything is declared, unless something was passed over", async () => {
  const told: object[] = [];
  const run = runWith(1, {
    signalAndWaitForShutdown: (request: object, done: (error: unknown) => void) => {
      told.push(request);
      done(null);
    },
  }) as ReturnType<typeof runWith> & { signalAndWaitForShutdown(_: object, done: (error: unknown) => void): void };
  const signal = () => new Promise((resolve) => run.signalAndWaitForShutdown({}, resolve));
  await failures([Promise.resolve(true)], run);
  expect([await signal(), told]).toEqual([null, [{}]]);
  const [reason] = await failures([Promise.resolve(false)], run);
  expect([await signal(), told]).toEqual([expect.objectContaining({ message: reason }), [{}]]);
});

test("what --target leaves out fails nothing", async () => {
  expect(await failures([Promise.resolve(false)], runWith(0))).toEqual([]);
});

test("mocks that give no id fail nothing, and neither does a program without an engine", async () => {
  expect(await failures([Promise.resolve(false)], runWith(1, { mocks: {} }))).toEqual([]);
  expect(await failures([Promise.resolve(false)], null)).toEqual([]);
});

test("a registration without a callback is passed on as it is", () => {
  const passedOn: unknown[][] = [];
  const client = { registerResource: (...all: unknown[]) => passedOn.push(all) };
  monitor.mockReturnValue(client as unknown as ReturnType<typeof pulumi.runtime.getMonitor>);
  watchedRun();
  client.registerResource({}, "options");
  expect(passedOn).toEqual([[{}, "options"]]);
});
