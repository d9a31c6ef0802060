import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import { ApiError } from "../../../provider/client/index.js";
import { accounts, failure, SECRET, scene } from "./scene.js";

test("the credentials go in the form body, never in the query", async () => {
  const { client, sent, world } = scene({ accounts: accounts(1) });
  await client.accounts.describe("a00000");
  expect(sent[0]).toMatchObject({
    url: "http://127.0.0.1:1/sailpoint/oauth/token",
    body: `grant_type=client_credentials&client_id=client&client_secret=${SECRET}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(sent.map(({ url }) => url).join()).not.toContain(SECRET);
  expect(JSON.stringify(world.emulator.requests)).not.toContain(SECRET);
});

test("concurrent calls share one token request", async () => {
  const { client, asked } = scene({ accounts: accounts(50) });
  await Promise.all(accounts(50).map(({ id }) => client.accounts.describe(id)));
  expect(asked("/oauth/token")).toHaveLength(1);
});

test("a token is renewed shortly before it expires", async () => {
  const { client, asked, world } = scene({ accounts: accounts(1) });
  await client.accounts.describe("a00000");
  await world.clock.sleep(680_000);
  await client.accounts.describe("a00000");
  expect(asked("/oauth/token")).toHaveLength(1);
  await world.clock.sleep(10_000);
  await client.accounts.describe("a00000");
  expect(asked("/oauth/token")).toHaveLength(2);
  expect(asked("/accounts/v1/a00000").map(({ status }) => status)).toEqual([200, 200, 200]);
});

test("a token that lives only seconds is renewed at half its life", async () => {
  const { client, asked, world } = scene({ accounts: accounts(1), switches: { sailPointTokenSeconds: 10 } });
  for (let turn = 0; turn < 4; turn += 1) {
    await client.accounts.describe("a00000");
    await world.clock.sleep(3000);
  }
  expect(asked("/oauth/token")).toHaveLength(2);
  expect(asked("/accounts/v1/a00000").every(({ status }) => status === 200)).toBe(true);
});

test("a refused token is replaced once for all refused calls", async () => {
  const { client, asked, edit } = scene({ accounts: accounts(20) });
  await client.accounts.describe("a00000");
  edit.revokeTokens();
  await Promise.all(accounts(20).map(({ id }) => client.accounts.describe(id)));
  expect(asked("/oauth/token")).toHaveLength(2);
});

test("a call that is also refused with a new token is not sent a third time", async () => {
  const { client, asked, world } = scene({ accounts: accounts(1) });
  world.emulator.faults.add({
    match: { path: "/sailpoint/accounts/v1/*" },
    kind: "401",
    times: Number.POSITIVE_INFINITY,
  });
  const error = await failure(client.accounts.describe("a00000"));
  expect(error.message).toBe(
    'GET /accounts/v1/a00000: 401 Unauthorized: "JWT validation failed: JWT is expired". ' +
      "A token fetched for this call was also refused: check whether client client is still enabled.",
  );
  expect(asked("/accounts/v1/a00000")).toHaveLength(2);
  expect(asked("/oauth/token")).toHaveLength(2);
});

test("wrong credentials fail with one token request, and name the settings", async () => {
  const { client, asked } = scene({ options: { clientSecret: "another-secret" } });
  const error = await failure(client.accounts.describe("a00000"));
  expect(error).toBeInstanceOf(ApiError);
  expect(error.message).toBe(
    'POST /oauth/token: 401 Unauthorized: "invalid_client Bad client credentials". ' +
      "SailPoint does not accept client client with its secret: check sailpoint:clientId and sailpoint:clientSecret " +
      "(SAILPOINT_CLIENT_ID, SAILPOINT_CLIENT_SECRET), and that the client has the grant type client_credentials.",
  );
  expect(asked("/oauth/token")).toHaveLength(1);
  expect(asked("/accounts/v1/a00000")).toHaveLength(0);
});

test("a token that expires while its request waits is renewed; a refusal of the new one is final", async () => {
  const { client, asked, edit, world } = scene({ accounts: accounts(1), switches: { sailPointTokenSeconds: 100 } });
  await client.accounts.describe("a00000");
  const wait = { match: { path: "/sailpoint/accounts/v1/*" }, kind: "429-seconds", retryAfterSeconds: 200 } as const;
  world.emulator.faults.add(wait);
  await client.accounts.describe("a00000");
  edit.rotateClientSecret("another");
  world.emulator.faults.add(wait);
  const error = await failure(client.accounts.describe("a00000"));
  expect(error.message).toMatch(/^POST \/oauth\/token: 401/);
  expect(asked("/oauth/token").map(({ status }) => status)).toEqual([200, 200, 401]);
});

test("after a failed token request the next call requests one again", async () => {
  const { client, asked, world } = scene({ accounts: accounts(1) });
  world.emulator.faults.add({ match: { path: "/sailpoint/oauth/token" }, kind: "404-html" });
  await failure(client.accounts.describe("a00000"));
  await client.accounts.describe("a00000");
  expect(asked("/oauth/token")).toHaveLength(2);
});

test.each(["reset-after", "timeout-after", "503", "500", "502-html", "truncated-json"] as const)(
  "a token request that fails with %s is sent again",
  async (kind) => {
    const { client, asked, world } = scene({ accounts: accounts(1) });
    world.emulator.faults.add({ match: { path: "/sailpoint/oauth/token" }, kind });
    await client.accounts.describe("a00000");
    expect(asked("/oauth/token")).toHaveLength(2);
  },
);

test.each([
  ["wrong-content-type", /POST \/oauth\/token: 200.*a web page.*Look for a proxy, firewall or login page/],
  ["404-html", /POST \/oauth\/token: 404.*a web page \("404 Not Found"\).*sailpoint:baseUrl/],
  ["redirect", /POST \/oauth\/token: 302.*redirect to https:\/\/elsewhere.example\/api, was not followed/],
  ["wrong-shape", /POST \/oauth\/token: 200, but not in the shape.*"access_token"/],
] as const)("a token endpoint that returns %s is a clear error", async (kind, message) => {
  const { client, world } = scene({ accounts: accounts(1) });
  world.emulator.faults.add({ match: { path: "/sailpoint/oauth/token" }, kind, times: Number.POSITIVE_INFINITY });
  const error = await failure(client.accounts.describe("a00000"));
  expect(error.message.replace(/\s+/g, " ")).toMatch(message);
});

test("neither secret nor token appears in an error, even if a server echoes them", async () => {
  let token = "";
  const { client } = scene({
    options: {
      transport: async ({ url, headers }) => {
        if (url.endsWith("/oauth/token")) {
          const body = JSON.stringify({ access_token: "opaque-token-of-no-form", expires_in: 749 });
          return { status: 200, headers: { "content-type": "application/json" }, body };
        }
        token = headers.authorization ?? "";
        const body = `you sent ${token.slice(7)} of ${SECRET} and eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln`;
        return { status: 403, headers: { "content-type": "text/plain" }, body };
      },
    },
  });
  const error = await failure(client.accounts.describe("x"));
  expect(token).toBe("Bearer opaque-token-of-no-form");
  expect(error.message).toContain('"you sent [removed] of [removed] and [removed]"');
  expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/opaque-token|s3cret|eyJ/);
});

test("a token without expires_in is used until it is refused", async () => {
  let tokens = 0;
  const { client, world } = scene({
    accounts: accounts(1),
    options: {
      transport: async (request) => {
        const answer = await world.transport(request);
        if (!request.url.endsWith("/oauth/token")) return answer;
        tokens += 1;
        return { ...answer, body: JSON.stringify({ access_token: JSON.parse(answer.body).access_token }) };
      },
    },
  });
  await client.accounts.describe("a00000");
  await world.clock.sleep(700_000);
  await client.accounts.describe("a00000");
  expect(tokens).toBe(1);
  await world.clock.sleep(60_000);
  await client.accounts.describe("a00000");
  expect(tokens).toBe(2);
});
