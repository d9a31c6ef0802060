import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, jest, test } from "@jest/globals";
import { execa } from "execa";
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "../../emulator/index.js";
import { PROVIDER_TEXT } from "../../sdk/provider-text.js";

// Starting a process may be slow.
jest.setTimeout(120_000);

const ROOT = resolve(import.meta.dirname, "..", "..");
const SIZE = 150;
const ids = Array.from({ length: SIZE }, (_, n) => `u${n}`);

interface Message {
  setArgs(args: unknown): void;
  setUrn(urn: string): void;
  setProperties(properties: unknown): void;
}
type Done = (error: { details: string } | null) => void;
interface Client {
  configure(request: Message, done: Done): void;
  create(request: Message, done: Done): void;
  cancel(request: object, done: Done): void;
  close(): void;
}

const require = createRequire(import.meta.url);
const pulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = pulumi("@grpc/grpc-js");
const { ResourceProviderClient } = pulumi("@pulumi/pulumi/proto/provider_grpc_pb");
const { ConfigureRequest, CreateRequest } = pulumi("@pulumi/pulumi/proto/provider_pb");
const { Struct } = pulumi("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = pulumi("google-protobuf/google/protobuf/empty_pb.js");

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Stands in for the engine: an address that listens. */
async function listen() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const die = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cleanUps.push(die);
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, die };
}

/** The SDK's provider process, as the engine starts it, while it creates a set of users on a slow server. */
async function createSet(switches: NonNullable<Parameters<typeof startEmulator>[0]>["switches"]) {
  const { url, emulator, close } = await startEmulator({
    seed: { users: ids.map((id) => ({ id, email: `${id}@example.com`, roleID: "read-only" })) },
  });
  cleanUps.push(close);
  const engine = await listen();
  const child = execa(process.execPath, [pulumi.resolve("@pulumi/pulumi/cmd/dynamic-provider"), engine.address], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    buffer: false,
    reject: false,
  });
  cleanUps.push(() => child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const client: Client = new ResourceProviderClient(`127.0.0.1:${`${line}`.trim()}`, grpc.credentials.createInsecure());
  cleanUps.push(() => client.close());
  const call = (send: (done: Done) => void) =>
    new Promise<string | undefined>((done) => send((error) => done(error?.details)));

  const __provider = PROVIDER_TEXT.UserAssignmentSet;
  const config = { "cloudone:apiKey": `${demoApiKeyId}:${demoApiKeySecret}`, "cloudone:baseUrl": url };
  const configure: Message = new ConfigureRequest();
  configure.setArgs(Struct.fromJavaScript({ ...config, __provider }));
  expect(await call((done) => client.configure(configure, done))).toBeUndefined();

  const users = Object.fromEntries(ids.map((id) => [`${id}@example.com`, "scanner"]));
  const create: Message = new CreateRequest();
  create.setUrn("urn:pulumi:dev::access::pulumi-nodejs:dynamic/cloudone:UserAssignmentSet::team");
  create.setProperties(Struct.fromJavaScript({ users, guard: { maxRemovalFraction: 1 }, __provider }));
  const done = () => [...emulator.store.users.values()].filter(({ roleID }) => roleID === "scanner").length;
  Object.assign(emulator.switches, switches);
  const created = call((answer) => client.create(create, answer));
  const begun = async () => {
    while (done() < 5) await wait(10);
  };
  expect(await Promise.race([created, begun()])).toBeUndefined();
  /** A killed engine also closes the pipes that it read from its provider. */
  const killEngine = () => {
    engine.die();
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return {
    killEngine,
    exited: child,
    done,
    created,
    cancel: () => call((answer) => client.cancel(new Empty(), answer)),
  };
}

const SERVERS = [{ latencyMs: 50 }, { rateLimit: { requestsPerSecond: 5 } }, { rateLimit: { requestsPerMinute: 60 } }];

test.each(SERVERS)("a process whose engine is gone begins no other member, and ends: %j", async (switches) => {
  const { killEngine, exited, done } = await createSet(switches);
  const before = done();
  killEngine();
  const started = performance.now();
  await exited;
  expect(performance.now() - started).toBeLessThan(4000);
  expect(done() - before).toBeLessThanOrEqual(2 * 16);
  expect(done()).toBeLessThan(SIZE);
});

test.each(SERVERS)("a cancelled run stops waiting, and its error says what to do: %j", async (switches) => {
  const { cancel, created, done } = await createSet(switches);
  const before = done();
  const started = performance.now();
  await cancel();
  const failure = await created;
  expect(performance.now() - started).toBeLessThan(2000);
  expect(failure).toMatch(/\d+ more were not started: the run was cancelled\. Run again/);
  expect(done() - before).toBeLessThanOrEqual(2 * 16);
  const written = done();
  await wait(500);
  expect(done()).toBe(written);
});
