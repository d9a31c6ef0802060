import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { exitWithEngine } from "../../../provider/engine/engine-watch.js";

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "setTimeout", "queueMicrotask", "performance"] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A busy machine may take longer than a look has for a connection to fail: then it counts later, never earlier. */
async function lookUntilCalled(mock: jest.Mock): Promise<void> {
  for (let n = 0; n < 50 && mock.mock.calls.length === 0; n++) await look(1);
}

/** Lets the watch look once, and gives its connection the time to come about or to fail. */
async function look(times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    jest.advanceTimersByTime(2000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("the process stays as long as its engine listens, and ends once it was gone for three looks and all is written", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const exit = jest.fn();
  const writing = Promise.withResolvers<void>();
  const idle = jest.fn(() => writing.promise);
  exitWithEngine(`127.0.0.1:${port}`, idle, exit);
  await look(4);
  await new Promise((resolve) => server.close(resolve));
  await look(2);
  expect(idle).not.toHaveBeenCalled();
  await lookUntilCalled(idle);
  expect(idle).toHaveBeenCalledTimes(1);
  expect(exit).not.toHaveBeenCalled();
  writing.resolve();
  await look(1);
  expect(exit).toHaveBeenCalledTimes(1);
  await look(4);
  expect(exit).toHaveBeenCalledTimes(1);
});

test("an engine that is back in between starts the count anew", async () => {
  const server = createServer();
  const open = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () => new Promise((resolve) => server.close(resolve));
  await open(0);
  const { port } = server.address() as AddressInfo;
  const exit = jest.fn();
  exitWithEngine(`127.0.0.1:${port}`, async () => undefined, exit);
  await close();
  await look(2);
  await open(port);
  await look(1);
  await close();
  await look(2);
  expect(exit).not.toHaveBeenCalled();
  await lookUntilCalled(exit);
  expect(exit).toHaveBeenCalledTimes(1);
});
