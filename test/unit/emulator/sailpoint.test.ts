import { expect, test } from "@jest/globals";
import { SeedError, type Switches } from "../../../emulator/index.js";
import { scene } from "./caller.js";

const SECRET = "s3cret";
const seed = {
  sailpoint: {
    clientId: "client",
    clientSecret: SECRET,
    accounts: [
      { id: "a1", name: "jo", nativeIdentity: "jo@example.com", sourceId: "s1" },
      { id: "a2", name: "ann", nativeIdentity: "ann@example.com", sourceId: "s1", disabled: true, uncorrelated: true },
      { id: "a3", name: "jo", nativeIdentity: "x", sourceId: "s2" },
    ],
  },
};

/** The parts of SailPoint's responses that the tests check. */
interface Body {
  access_token: string;
  messages: { text: string }[];
  causes: { text: string }[];
}

function tenant(switches: Partial<Switches> = {}, given: Parameters<typeof scene>[0] = { seed }) {
  const { emulator, clock } = scene({ ...given, switches });
  const post = async (
    fields: Record<string, string>,
    { path = "/sailpoint/oauth/token", type = "application/x-www-form-urlencoded" } = {},
  ) => {
    const body = new URLSearchParams(fields).toString();
    const request = new Request(`http://localhost${path}`, { method: "POST", headers: { "Content-Type": type }, body });
    const response = await emulator.app.fetch(request);
    return { status: response.status, body: (await response.json()) as Body };
  };
  const token = async () =>
    (await post({ grant_type: "client_credentials", client_id: "client", client_secret: SECRET })).body.access_token;
  const get = async (path: string, bearer?: string) => {
    const headers = { Authorization: `Bearer ${bearer ?? (await token())}` };
    const response = await emulator.app.fetch(new Request(`http://localhost/sailpoint${path}`, { headers }));
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  const find = async (query: string) =>
    ((await get(`/accounts/v1?${query}`)).body as unknown as { id: string }[]).map(({ id }) => id);
  return { emulator, clock, post, token, get, find };
}

test("a token needs the grant type, a form body and the client's own secret", async () => {
  const { post } = tenant();
  const good = { grant_type: "client_credentials", client_id: "client", client_secret: SECRET };
  expect(await post(good)).toMatchObject({ status: 200, body: { expires_in: 749, token_type: "bearer" } });
  expect(await post({ ...good, client_secret: "other" })).toMatchObject({
    status: 401,
    body: { error: "invalid_client" },
  });
  expect((await post({ ...good, grant_type: "password" })).status).toBe(400);
  expect((await post(good, { type: "application/json" })).status).toBe(400);
  expect((await post(good, { path: `/sailpoint/oauth/token?client_secret=${SECRET}` })).status).toBe(400);
});

test("accounts need a token that has not expired; the error is the documented 401", async () => {
  const { get, token, clock, emulator } = tenant({ sailPointTokenSeconds: 60 });
  const bearer = await token();
  expect((await get("/accounts/v1/a1", bearer)).status).toBe(200);
  clock.advance(60_000);
  expect(await get("/accounts/v1/a1", bearer)).toMatchObject({
    status: 401,
    body: { error: "JWT validation failed: JWT is expired" },
  });
  const next = await token();
  emulator.sailpoint.edit.revokeTokens();
  expect((await get("/accounts/v1/a1", next)).status).toBe(401);
  const bare = await emulator.app.fetch(new Request("http://localhost/sailpoint/accounts/v1"));
  expect(bare.status).toBe(401);
});

test("the Cloud One key does not work here, nor the token there", async () => {
  const { emulator, token } = tenant();
  const ask = (path: string, Authorization: string) =>
    emulator.app.fetch(new Request(`http://localhost${path}`, { headers: { Authorization, "Api-Version": "v1" } }));
  expect((await ask("/sailpoint/accounts/v1", "ApiKey emulator-demo-key:emulator-demo-secret")).status).toBe(401);
  expect((await ask("/api/users", `Bearer ${await token()}`)).status).toBe(401);
});

test.each([
  ["filters=nativeIdentity%20eq%20%22jo%40example.com%22", ["a1"]],
  ["filters=name%20eq%20%22jo%22%20and%20sourceId%20eq%20%22s2%22", ["a3"]],
  ["filters=id%20in%20(%22a1%22,%20%22a3%22)", ["a1", "a3"]],
  ["filters=nativeIdentity%20sw%20%22ann%22", ["a2"]],
  ["filters=uncorrelated%20eq%20true", ["a2"]],
  ["sorters=-id", ["a3", "a2", "a1"]],
  ["sorters=name,-id", ["a2", "a3", "a1"]],
  ["limit=1&offset=1", ["a2"]],
])("lists accounts by %s", async (query, ids) => {
  const { find } = tenant();
  expect(await find(query)).toEqual(ids);
});

test.each([
  ["filters=disabled%20eq%20true", "The filter disabled eq is not supported."],
  ["filters=name%20gt%20%22a%22", "The filter is not valid near"],
  ["filters=name%20eq%20%22a%22%20or%20name%20eq%20%22b%22", 'The filter needs "and" before'],
  ["sorters=attributes", "Sorting by attributes is not supported."],
  ["limit=251", "limit must be at most 250."],
  ["limit=250&offset=9751", "offset + limit must be at most 10000."],
  ["limit=-1", "limit must be a whole number."],
  ["roleID=x", "There is no parameter roleID."],
])("refuses a list with %s", async (query, text) => {
  const { get } = tenant();
  const { status, body } = await get(`/accounts/v1?${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({
    detailCode: "400.1 Bad Request Content",
    trackingId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(body.messages[0]).toMatchObject({
    locale: "en-US",
    localeOrigin: "DEFAULT",
    text: expect.stringContaining(text),
  });
  expect(body.causes[0]?.text).toBe(body.messages[0]?.text);
});

test("X-Total-Count comes on request", async () => {
  const { get, emulator } = tenant();
  expect((await get("/accounts/v1?limit=1&count=true")).headers.get("X-Total-Count")).toBe("3");
  expect((await get("/accounts/v1?limit=1")).headers.get("X-Total-Count")).toBeNull();
  emulator.switches.sailPointTotalCount = false;
  expect((await get("/accounts/v1?limit=1&count=true")).headers.get("X-Total-Count")).toBeNull();
});

test("an unknown account and an unknown path are 404 with the documented body", async () => {
  const { get } = tenant();
  const documented = { detailCode: "404 Not found", messages: [expect.objectContaining({ localeOrigin: "DEFAULT" })] };
  expect(await get("/accounts/v1/none")).toMatchObject({ status: 404, body: documented });
  expect(await get("/identities/v1")).toMatchObject({ status: 404, body: documented });
});

test.each(["/v3/accounts", "/v2024/accounts", "/v2025/accounts", "/v2026/accounts"])(
  "%s works and says that it is deprecated",
  async (path) => {
    const { get } = tenant();
    expect((await get(`${path}/a1`)).headers.get("X-Deprecated")).toBe("true");
    expect((await get("/accounts/v1/a1")).headers.get("X-Deprecated")).toBeNull();
  },
);

test("100 requests in 10 seconds pass, the next is 429 until the window moves on", async () => {
  const { get, token, clock } = tenant();
  const bearer = await token();
  for (let n = 0; n < 100; n += 1) expect((await get("/accounts/v1/a1", bearer)).status).toBe(200);
  clock.advance(4000);
  const refused = await get("/accounts/v1/a1", bearer);
  expect(refused).toMatchObject({ status: 429, body: { message: " Rate Limit Exceeded " } });
  expect(refused.headers.get("Retry-After")).toBe("6");
  clock.advance(6000);
  expect((await get("/accounts/v1/a1", bearer)).status).toBe(200);
});

test("sailPointRateLimit sets another rate, another Retry-After, or none", async () => {
  const { get, emulator } = tenant({ sailPointRateLimit: { requests: 1, seconds: 10, retryAfterSeconds: 600 } });
  await get("/accounts/v1/a1");
  expect((await get("/accounts/v1/a1")).headers.get("Retry-After")).toBe("600");
  emulator.switches.sailPointRateLimit = null;
  expect((await get("/accounts/v1/a1")).status).toBe(200);
});

test.each([
  ["empty", 200],
  [400, 400],
  [404, 404],
] as const)("sailPointPastTheEnd %s", async (sailPointPastTheEnd, status) => {
  const { get } = tenant({ sailPointPastTheEnd });
  expect((await get("/accounts/v1?offset=3")).status).toBe(status);
});

test("sailPointPageCap returns shorter pages than requested", async () => {
  const { find } = tenant({ sailPointPageCap: 2 });
  expect(await find("limit=250")).toEqual(["a1", "a2"]);
});

test("sailPointBogusEncoding, sailPointNulls, sailPointTimes", async () => {
  const { get } = tenant({ sailPointBogusEncoding: true, sailPointNulls: true, sailPointTimes: "true" });
  expect((await get("/accounts/v1/none")).headers.get("Content-Encoding")).toBe("UTF-8");
  expect((await get("/accounts/v1/a1")).body).toMatchObject({
    id: "a1",
    description: null,
    created: true,
    modified: true,
  });
});

test("edits change SailPoint's responses", async () => {
  const { emulator, get, find, post } = tenant();
  const { edit } = emulator.sailpoint;
  edit.modifyAccount("a1", { disabled: true });
  expect((await get("/accounts/v1/a1")).body).toMatchObject({
    id: "a1",
    name: "jo",
    disabled: true,
    modified: "2026-01-02T03:04:05Z",
  });
  edit.addAccount({ id: "a4" });
  edit.removeAccount("a2");
  expect(await find("sorters=id")).toEqual(["a1", "a3", "a4"]);
  edit.rotateClientSecret("next");
  expect((await post({ grant_type: "client_credentials", client_id: "client", client_secret: SECRET })).status).toBe(
    401,
  );
  expect(() => edit.modifyAccount("none", {})).toThrow("no SailPoint account none");
  expect(() => edit.addAccount({ id: "a4" })).toThrow("already has the SailPoint account a4");
  expect(() => edit.modifyAccount("a1", { disable: true } as never)).toThrow(/disable/);
});

test("edits come over HTTP too", async () => {
  const { emulator } = tenant();
  const send = (name: string, body: unknown) =>
    emulator.app.fetch(
      new Request(`http://localhost/_emulator/sailpoint/edit/${name}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
  expect((await send("modifyAccount", ["a1", { disabled: true }])).status).toBe(200);
  expect(emulator.sailpoint.accounts.get("a1")).toMatchObject({ disabled: true });
  expect(await (await send("fire", [])).json()).toEqual({
    message: "No edit fire: addAccount, modifyAccount, removeAccount, rotateClientSecret, revokeTokens.",
  });
});

test("the request log has the client's id, but neither secret nor token", async () => {
  const { emulator, get, token } = tenant();
  const bearer = await token();
  await get("/accounts/v1/a1", bearer);
  expect(emulator.requests).toMatchObject([
    { method: "POST", path: "/sailpoint/oauth/token", status: 200, apiKeyId: "client" },
    { method: "GET", path: "/sailpoint/accounts/v1/a1", status: 200, apiKeyId: "client", handled: true },
  ]);
  // A token changes nothing.
  expect(emulator.writes()).toEqual([]);
  expect(JSON.stringify([emulator.requests, emulator.snapshot()])).not.toMatch(new RegExp(`${SECRET}|${bearer}`));
});

test("faults apply to SailPoint's paths, and errors get its bodies", async () => {
  const { emulator, get, token } = tenant();
  const bearer = await token();
  const path = "/sailpoint/accounts/v1/{id}";
  emulator.faults.add({ match: { path }, kind: "500" });
  expect(await get("/accounts/v1/a1", bearer)).toMatchObject({
    status: 500,
    body: { detailCode: "500.0 Internal Fault" },
  });
  emulator.faults.add({ match: { path }, kind: "401" });
  expect(await get("/accounts/v1/a1", bearer)).toMatchObject({ status: 401, body: { error: expect.any(String) } });
  emulator.faults.add({ match: { path }, kind: "reset-after" });
  await expect(get("/accounts/v1/a1", bearer)).rejects.toThrow("The connection died");
});

test("latencyMs applies here too", async () => {
  const { get, token, clock, emulator } = tenant();
  const bearer = await token();
  emulator.switches.latencyMs = 40;
  const before = clock.now();
  await get("/accounts/v1/a1", bearer);
  expect(clock.now() - before).toBe(40);
});

test("a seed without a tenant has the demo client, and the refusal of a bad one names the field", async () => {
  const { post } = tenant({}, {});
  const demo = { client_id: "emulator-demo-client", client_secret: "emulator-demo-client-secret" };
  expect((await post({ grant_type: "client_credentials", ...demo })).status).toBe(200);
  expect(() => tenant({}, { seed: { sailpoint: { accounts: [{ id: "a" }, { id: "a" }] } } })).toThrow(SeedError);
  expect(() => tenant({}, { seed: { sailpoint: { accounts: [{ id: "a", disabled: "yes" } as never] } } })).toThrow(
    /sailpoint.accounts\[0\].disabled/,
  );
});
