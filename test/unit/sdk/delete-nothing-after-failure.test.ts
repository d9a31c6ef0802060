import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { deleteNothingAfterFailure } from "../../../sdk/delete-nothing-after-failure.js";

type Done = (error: unknown, answer?: object) => void;

const isDryRun = jest.spyOn(pulumi.runtime, "isDryRun");
const { PULUMI_NODEJS_MONITOR } = process.env;
beforeEach(() => {
  isDryRun.mockReturnValue(false);
  process.env.PULUMI_NODEJS_MONITOR = "127.0.0.1:1";
});
afterEach(() => {
  if (PULUMI_NODEJS_MONITOR === undefined) delete process.env.PULUMI_NODEJS_MONITOR;
  else process.env.PULUMI_NODEJS_MONITOR = PULUMI_NODEJS_MONITOR;
});

/** Clients that share their methods, like the SDK's, and the calls that reached the engine. */
function setUp() {
  const signals: object[] = [];
  const failures: string[] = [];
  const methods = {
    registerResource: (result: number, done?: Done) => done?.(null, { getResult: () => result }),
    signalAndWaitForShutdown: (run: object, done: Done) => {
      signals.push(run);
      done(null);
    },
  };
  deleteNothingAfterFailure(methods as never, ({ message }) => void failures.push(message));
  const client = () => {
    const run: typeof methods = Object.create(methods);
    const register = (result: number) =>
      new Promise((resolve) => run.registerResource(result, (_, answer) => resolve(answer)));
    const signal = () => new Promise((resolve) => run.signalAndWaitForShutdown(run, resolve));
    return { run, register, signal };
  };
  return { client, signals, failures };
}

test("a program whose resources all succeeded, or were left out by --target, tells the engine that it has ended", async () => {
  const { client, signals, failures } = setUp();
  const { run, register, signal } = client();
  expect(await register(0)).toEqual({ getResult: expect.any(Function) });
  expect(await signal()).toBeNull();
  expect([signals, failures]).toEqual([[run], []]);
});

test.each([1, 2])(
  "a CLI program with a failed resource (%i) fails, and does not tell the engine that it has ended",
  async (result) => {
    const { client, signals, failures } = setUp();
    const { register, signal } = client();
    await register(0);
    await register(result);
    await register(0);
    expect(await signal()).toBeNull();
    expect([signals, failures]).toEqual([[], [expect.stringContaining("nothing is deleted in this run")]]);
  },
);

test("an inline program fails through the response, and another one in the same process is not affected", async () => {
  const { client, signals, failures } = setUp();
  const [failed, other] = [client(), client()];
  delete process.env.PULUMI_NODEJS_MONITOR;
  await failed.register(1);
  await other.register(0);
  expect(await failed.signal()).toMatchObject({ message: expect.stringContaining("nothing is deleted in this run") });
  expect(await other.signal()).toBeNull();
  expect([signals, failures]).toEqual([[other.run], []]);
});

test("a preview, which deletes nothing anyway, tells the engine that it has ended", async () => {
  const { client, signals } = setUp();
  const { run, register, signal } = client();
  isDryRun.mockReturnValue(true);
  await register(1);
  await signal();
  expect(signals).toEqual([run]);
});

test("a registration without a callback is passed on unchanged", () => {
  const passedOn: unknown[][] = [];
  const methods = { registerResource: (...all: unknown[]) => passedOn.push(all) };
  deleteNothingAfterFailure(methods as never);
  methods.registerResource({}, "options");
  expect(passedOn).toEqual([[{}, "options"]]);
});
