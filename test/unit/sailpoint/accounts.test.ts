import { describe, expect, test } from "@jest/globals";
import { ApiError, DeadlineError, NotFoundError } from "../../../provider/client/index.js";
import { accounts, failure, SOURCE, scene } from "./scene.js";

test("describes one account by its id, percent-encoded", async () => {
  const { client, sent } = scene({ accounts: [{ id: "cn=Jo/#1 ü", nativeIdentity: "jo" }] });
  expect(await client.accounts.describe("cn=Jo/#1 ü")).toMatchObject({ id: "cn=Jo/#1 ü", nativeIdentity: "jo" });
  expect(sent.at(-1)?.url).toBe("http://127.0.0.1:1/sailpoint/accounts/v1/cn%3DJo%2F%231%20%C3%BC");
});

test.each(["", ".", ".."])("an id that would address something else (%j) is not sent", async (id) => {
  const { client, sent } = scene();
  await expect(client.accounts.describe(id)).rejects.toThrow(TypeError);
  expect(sent).toEqual([]);
});

test("a missing account is a NotFoundError with the trackingId", async () => {
  const { client } = scene();
  const error = await failure(client.accounts.describe("ef38f94347e94562b5bb8424a56397d8"));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error.message).toMatch(
    /^GET \/accounts\/v1\/ef38f94347e94562b5bb8424a56397d8: 404 Not Found: "The server did not find a current representation for the target resource\." \(detailCode: 404 Not found; trackingId: [0-9a-f]{32}\)\. SailPoint has no such account/,
  );
  expect((error as NotFoundError).fields.trackingId).toMatch(/^[0-9a-f]{32}$/);
});

test("a 404 that is a proxy's page proves nothing", async () => {
  const { client, world } = scene({ accounts: accounts(1) });
  world.emulator.faults.add({ match: { path: "/sailpoint/accounts/v1/*" }, kind: "404-html" });
  const error = await failure(client.accounts.describe("a00000"));
  expect(error.name).toBe("InvalidResponseError");
});

describe("the three error bodies", () => {
  test("403 and 500: detailCode, trackingId, messages", async () => {
    const body = {
      detailCode: "403 Forbidden",
      trackingId: "b21b1f7ce4da4d639f2c62a57171b427",
      messages: [
        {
          locale: "en-US",
          localeOrigin: "DEFAULT",
          text: "The server understood the request but refuses to authorize it.",
        },
      ],
    };
    const { client, world } = scene({
      options: {
        transport: async (request) =>
          request.url.endsWith("/token")
            ? world.transport(request)
            : { status: 403, headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
      },
    });
    const error = await failure(client.accounts.describe("x"));
    expect(error.message).toBe(
      'GET /accounts/v1/x: 403 Forbidden: "The server understood the request but refuses to authorize it." ' +
        "(detailCode: 403 Forbidden; trackingId: b21b1f7ce4da4d639f2c62a57171b427). Client client may not read accounts: " +
        "it needs the scope idn:accounts:read, and its owner one of the authorities ORG_ADMIN, SOURCE_ADMIN, SOURCE_SUBADMIN or HELPDESK.",
    );
  });

  test("500 is retried until the budget ends, and the error shows the trackingId", async () => {
    const { client, world } = scene({ accounts: accounts(1), options: { deadlineSeconds: 20 } });
    const path = "/sailpoint/accounts/v1/*";
    world.emulator.faults.add({ match: { path }, kind: "500" });
    expect(await client.accounts.describe("a00000")).toMatchObject({ id: "a00000" });
    world.emulator.faults.add({ match: { path }, kind: "500", times: Number.POSITIVE_INFINITY });
    const error = await failure(client.accounts.describe("a00000"));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.message).toMatch(
      /500 Internal Server Error: "An internal fault occurred\." \(detailCode: 500\.0 Internal Fault; trackingId: /,
    );
  });

  test("400: the causes as well, once each", async () => {
    const { list } = scene();
    const error = await failure(list({ filters: "disabled eq true" }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toMatch(
      /^GET \/accounts\/v1: 400 Bad Request: "The filter disabled eq is not supported\." \(detailCode: 400\.1 Bad Request Content; trackingId: [0-9a-f]{32}\)\. Correct what the server names/,
    );
  });

  test("429: Retry-After is waited out in full, then the budget ends with the message", async () => {
    const { client, world } = scene({ accounts: accounts(1) });
    const fault = { match: { path: "/sailpoint/accounts/v1/*" }, kind: "429-seconds", retryAfterSeconds: 120 } as const;
    world.emulator.faults.add(fault);
    const before = world.clock.now();
    await client.accounts.describe("a00000");
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(120_000);
    expect(world.clock.now() - before).toBeLessThan(130_000);
  });

  test("a Retry-After beyond the budget is an immediate clear error, not a shorter wait", async () => {
    const { client, world, asked } = scene({
      accounts: accounts(1),
      switches: { sailPointRateLimit: { requests: 1, seconds: 10, retryAfterSeconds: 1200 } },
    });
    await client.accounts.describe("a00000");
    const before = world.clock.now();
    const error = await failure(client.accounts.describe("a00000"));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.message).toMatch(/the server asked to wait 1200 s.*429 Too Many Requests: "Rate Limit Exceeded"/);
    expect(world.clock.now() - before).toBeLessThan(1000);
    expect(asked("/accounts/v1/a00000")).toHaveLength(2);
  });
});

test("never sends more than 100 requests in 10 seconds", async () => {
  const { client, asked } = scene({ accounts: accounts(350) });
  await Promise.all(accounts(350).map(({ id }) => client.accounts.describe(id)));
  const times = accounts(350)
    .flatMap(({ id }) => asked(`/accounts/v1/${id}`).map(({ at }) => at))
    .sort((a, b) => a - b);
  expect(times).toHaveLength(350);
  for (const [index, at] of times.entries())
    expect((times[index + 100] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThan(10_000);
});

test("the vendor's own example is read: created is true", async () => {
  const { client } = scene({ accounts: accounts(1), switches: { sailPointTimes: "true" } });
  expect(await client.accounts.describe("a00000")).toMatchObject({ created: true, modified: true });
});

test("nulls count as absent, and unknown fields are kept", async () => {
  const { client } = scene({
    accounts: [{ id: "a", disabled: null, locked: null }],
    switches: { sailPointNulls: true, unknownFields: true },
  });
  const account = await client.accounts.describe("a");
  expect(Object.values(account)).not.toContain(null);
  expect(account).toMatchObject({ id: "a", xFutureField: "unknown" });
  expect(account.disabled).toBeUndefined();
});

test.each(["/accounts/v1", "/v3/accounts", "/v2025/accounts"])(
  "the accounts are read below %s",
  async (accountsPath) => {
    const { client, list, asked } = scene({ accounts: accounts(2), options: { accountsPath: `${accountsPath}/` } });
    expect(await list({ filters: `sourceId eq "${SOURCE}"` })).toHaveLength(2);
    await client.accounts.describe("a00001");
    expect(asked(accountsPath)).toHaveLength(1);
    expect(asked(`${accountsPath}/a00001`)).toHaveLength(1);
  },
);
