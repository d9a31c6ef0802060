import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { TimeoutError } from "got";
import nock from "nock";
import { transportErrorOf } from "../../../provider/client/http/got-failure.js";
import { gotTransport } from "../../../provider/client/http/got-transport.js";
import { createCloudOne, NotFoundError, TransportError } from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { USER } from "./scripted-transport.js";

const HOST = "https://accounts.cloudone.trendmicro.com";
const headers = { authorization: "ApiKey 2Fkey:hidden-words", accept: "application/json" };
jest.setTimeout(120_000);

const get = (path = "/api/users/u1", timeoutMs = 60_000) =>
  gotTransport({ method: "GET", url: `${HOST}${path}`, headers, timeoutMs });

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.restore());

describe("the transport over the network", () => {
  test("sends the request, and returns status, headers in lower case, and body", async () => {
    nock(HOST, { reqheaders: headers })
      .post("/api/users/u1?x=%20", '{"roleID":"ü"}')
      .reply(201, "done", { "X-Trace": "1", "Set-Cookie": ["a", "b"] });
    const response = await gotTransport({
      method: "POST",
      url: `${HOST}/api/users/u1?x=%20`,
      headers: { ...headers, "content-type": "application/json" },
      body: '{"roleID":"ü"}',
      timeoutMs: 60_000,
    });
    expect(response).toEqual({ status: 201, headers: { "x-trace": "1", "set-cookie": "a, b" }, body: "done" });
  });

  test("sends a DELETE without a body immediately", async () => {
    nock(HOST).delete("/api/users/u1", "").reply(204);
    expect(
      await gotTransport({ method: "DELETE", url: `${HOST}/api/users/u1`, headers, timeoutMs: 60_000 }),
    ).toMatchObject({
      status: 204,
      body: "",
    });
  });

  test.each([400, 401, 404, 429, 500, 503])("returns %d as a response, without a retry", async (status) => {
    nock(HOST).get("/api/users/u1").reply(status, "words");
    expect(await get()).toMatchObject({ status, body: "words" });
  });

  test("does not follow a redirect", async () => {
    nock(HOST).get("/api/users/u1").reply(302, "", { location: "https://evil.example/" });
    expect(await get()).toMatchObject({ status: 302, headers: { location: "https://evil.example/" } });
  });

  test("decompresses, and limits the size of the result", async () => {
    nock(HOST).get("/api/users/u1").reply(200, gzipSync("plain"), { "content-encoding": "gzip" });
    expect((await get()).body).toBe("plain");
    nock(HOST)
      .get("/api/users/u1")
      .reply(200, gzipSync(Buffer.alloc(52 * 1024 * 1024)), { "content-encoding": "gzip" });
    const error = await caught(TransportError, get());
    expect(error).toMatchObject({
      kind: "other",
      mayHaveArrived: true,
      code: "ERR_RESPONSE_TOO_LARGE",
      message: "the response is larger than 50 MB",
    });
  });

  test.each([
    ["lookup", false],
    ["connect", false],
    ["secureConnect", false],
    ["request", true],
  ])("says in which phase it timed out: %s", (event, mayHaveArrived) => {
    const cause = Object.assign(new Error(`Timeout awaiting '${event}' for 5ms`), { code: "ETIMEDOUT", event });
    const options = { headers } as never;
    const error = transportErrorOf(new TimeoutError(cause as never, {} as never, options));
    expect(error).toMatchObject({ kind: "timeout", code: "ETIMEDOUT", mayHaveArrived });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/hidden-words|authorization/i);
  });

  test.each([
    ["ECONNREFUSED", "read", "refused", false],
    ["ENOTFOUND", "read", "dns", false],
    ["EAI_AGAIN", "read", "dns", false],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "read", "tls", false],
    ["CERT_HAS_EXPIRED", "read", "tls", false],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "read", "tls", false],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "read", "tls", false],
    ["EPROTO", "read", "tls", true],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "read", "tls", true],
    ["ECONNRESET", "read", "reset", true],
    ["EPIPE", "read", "reset", true],
    ["EHOSTUNREACH", "read", "refused", true],
    ["ENETUNREACH", "connect", "refused", false],
    ["ETIMEDOUT", "connect", "timeout", false],
    ["ETIMEDOUT", "read", "timeout", true],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "read", "tls", true],
    ["HPE_INVALID_CONSTANT", "read", "other", true],
  ])("reports %s during %s as %s; something may have arrived: %s", async (code, syscall, kind, mayHaveArrived) => {
    nock(HOST)
      .get("/api/users/u1")
      .replyWithError(Object.assign(new Error("the system's message"), { code, syscall }));
    const error = await caught(TransportError, get());
    expect(error).toMatchObject({ kind, code, mayHaveArrived });
    expect(error).not.toHaveProperty("cause");
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/hidden-words|authorization/i);
  });
});

test("a client works over it with its defaults", async () => {
  nock(HOST, { reqheaders: { ...headers, "api-version": "v1", "user-agent": "pulumi-cloudone" } })
    .get("/api/users/u1")
    .reply(200, USER)
    .get("/api/users/u2")
    .reply(404, { message: "none" });
  const cloudOne = createCloudOne({ apiKey: "2Fkey:hidden-words" });
  expect(await cloudOne.users.describe("u1")).toEqual(USER);
  expect(await caught(NotFoundError, cloudOne.users.describe("u2"))).toMatchObject({ serverMessage: "none" });
});
