import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { engineLog } from "../../../provider/engine/engine-log.js";

const fromPulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const grpc = fromPulumi("@grpc/grpc-js");
const { EngineClient, EngineService } = fromPulumi("@pulumi/pulumi/proto/engine_grpc_pb");
const { Empty } = fromPulumi("google-protobuf/google/protobuf/empty_pb.js");

interface Received {
  severity: number;
  message: string;
  urn: string;
}

const received: Received[] = [];
/** How long the engine is busy with a line before it prints it, in milliseconds. */
let busyWith: (message: string) => number = () => 0;
const server = new grpc.Server();
let address: string;

beforeAll(async () => {
  const unused = Object.fromEntries(Object.keys(EngineService).map((name) => [name, () => undefined]));
  server.addService(EngineService, {
    ...unused,
    log: (call: { request: { toObject(): Received } }, done: (error: null, answer: unknown) => void) => {
      const line = call.request.toObject();
      setTimeout(() => {
        received.push(line);
        done(null, new Empty());
      }, busyWith(line.message));
    },
  });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error: Error | null, bound: number) =>
      error ? reject(error) : resolve(bound),
    );
  });
  address = `127.0.0.1:${port}`;
});
afterAll(() => server.forceShutdown());

const stderr = jest.spyOn(console, "error").mockImplementation(() => undefined);
beforeEach(() => {
  received.length = 0;
  busyWith = () => 0;
  stderr.mockClear();
});

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 3_000 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("lines reach the engine with their severity, under their resource if one is named", async () => {
  const log = engineLog(address);
  log.info("role auditor gains a URN", "urn:pulumi:dev::access::t::auditor");
  log.warn("two\nlines");
  await until(() => received.length === 2);
  expect(received).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        severity: 1,
        message: "role auditor gains a URN",
        urn: "urn:pulumi:dev::access::t::auditor",
      }),
      expect.objectContaining({ severity: 2, message: "two\nlines", urn: "" }),
    ]),
  );
  expect(stderr).not.toHaveBeenCalled();
});

test("lines of one moment are printed in the order in which they were logged, however long the engine takes for each", async () => {
  const lines = ["two users lose access", "one gains it", "three are taken over"];
  busyWith = (message) => (message === lines[0] ? 60 : message === lines[1] ? 20 : 0);
  const log = engineLog(address);
  log.warn(lines[0] ?? "");
  log.info(lines[1] ?? "");
  log.info(lines[2] ?? "");
  await log.sent();
  expect(received.map(({ message }) => message)).toEqual(lines);
});

test("no call waits for an engine that does not acknowledge a line", async () => {
  busyWith = () => 2_000;
  const log = engineLog(address);
  log.warn("one");
  log.warn("two");
  await log.sent();
  expect(received).toEqual([]);
  await until(() => received.length === 2);
});

test("a line that cannot be sent at all goes to stderr, and the next one still arrives", async () => {
  const send = jest.spyOn(EngineClient.prototype, "log").mockImplementationOnce(() => {
    throw new Error("the client is closed");
  });
  const log = engineLog(address);
  log.warn("lost");
  log.warn("arrives");
  await until(() => received.length === 1);
  send.mockRestore();
  expect(stderr.mock.calls).toEqual([["lost"]]);
  expect(received.map(({ message }) => message)).toEqual(["arrives"]);
});

test("lines go to stderr if no engine listens, or none is named", async () => {
  engineLog("127.0.0.1:1").warn("no engine listens");
  await until(() => stderr.mock.calls.length === 1);
  const names = process.argv.splice(2);
  engineLog().info("no engine is named");
  process.argv.push(...names);
  expect(stderr.mock.calls).toEqual([["no engine listens"], ["no engine is named"]]);
});

test("lines go to stderr if the program has no Pulumi of the expected form", () => {
  const here = process.cwd();
  process.chdir("/");
  const log = engineLog(address);
  process.chdir(here);
  log.warn("no SDK");
  expect(stderr.mock.calls).toEqual([["no SDK"]]);
});
