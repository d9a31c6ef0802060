// Every row of SailPoint's "Get account" page, by its name there, against client and emulator:
// https://developer.sailpoint.com/docs/api/v3/get-account
import { describe, expect, test } from "@jest/globals";
import { DeadlineError } from "../../../provider/client/index.js";
import { failure, scene } from "../sailpoint/scene.js";

const ID = "ef38f94347e94562b5bb8424a56397d8";

/** The page's example, unchanged. */
const EXAMPLE = {
  id: "id12345",
  name: "aName",
  created: true,
  modified: true,
  sourceId: "2c9180835d2e5168015d32f890ca1581",
  identityId: "2c9180835d2e5168015d32f890ca1581",
  attributes: {},
  authoritative: true,
  description: "string",
  disabled: true,
  locked: true,
  nativeIdentity: "string",
  systemAccount: true,
  uncorrelated: true,
  uuid: "string",
  manuallyCorrelated: true,
  hasEntitlements: true,
};

const words = (text: string) => [{ locale: "en-US", localeOrigin: "DEFAULT", text }];
const TRACKING = "b21b1f7ce4da4d639f2c62a57171b427";

/** A client of a server that returns this for every call except a token request. */
function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const made = scene({
    options: {
      deadlineSeconds: 30,
      transport: async (request) =>
        request.url.endsWith("/oauth/token")
          ? made.world.transport(request)
          : { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) },
    },
  });
  return made;
}

test("Path parameter id, required: the account ID", async () => {
  const { client, asked } = scene({ accounts: [{ id: ID }] });
  expect(await client.accounts.describe(ID)).toMatchObject({ id: ID });
  expect(asked(`/accounts/v1/${ID}`)).toMatchObject([{ method: "GET", status: 200 }]);
});

describe("200: an account object, example from schema", () => {
  test.each(Object.entries(EXAMPLE))("%s: %j", async (field, value) => {
    const { client } = answering(200, EXAMPLE);
    expect(await client.accounts.describe("id12345")).toHaveProperty(field, value);
  });

  test.each(["created", "modified"])("%s as the schema has it: date-time", async (field) => {
    const { client } = answering(200, { ...EXAMPLE, [field]: "2026-01-01T00:00:00.000Z" });
    expect(await client.accounts.describe("id12345")).toHaveProperty(field, "2026-01-01T00:00:00.000Z");
  });

  test.each(Object.keys(EXAMPLE).filter((field) => field !== "id"))("%s may be null or absent", async (field) => {
    const { [field as keyof typeof EXAMPLE]: _, ...without } = EXAMPLE;
    for (const body of [{ ...EXAMPLE, [field]: null }, without]) {
      const account = await answering(200, body).client.accounts.describe("id12345");
      expect(account).not.toHaveProperty(field);
    }
  });
});

test("401: Unauthorized, {error}", async () => {
  const { client } = answering(401, { error: "JWT validation failed: JWT is expired" });
  expect((await failure(client.accounts.describe("x"))).message).toContain(
    'GET /accounts/v1/x: 401 Unauthorized: "JWT validation failed: JWT is expired"',
  );
});

test("403: Forbidden, {detailCode, trackingId, messages}", async () => {
  const text = "The server understood the request but refuses to authorize it.";
  const { client } = answering(403, { detailCode: "403 Forbidden", trackingId: TRACKING, messages: words(text) });
  expect((await failure(client.accounts.describe("x"))).message).toContain(
    `GET /accounts/v1/x: 403 Forbidden: "${text}" (detailCode: 403 Forbidden; trackingId: ${TRACKING})`,
  );
});

test("a token with ORG_ADMIN authority is required: without it the error says so", async () => {
  const { client } = answering(403, { detailCode: "403 Forbidden", trackingId: TRACKING, messages: words("Refused.") });
  expect((await failure(client.accounts.describe("x"))).message).toMatch(/one of the authorities ORG_ADMIN, /);
});

test.each(["DEFAULT", "REQUEST"])("messages: locale, localeOrigin %s, text", async (localeOrigin) => {
  const messages = [
    { locale: "de-DE", localeOrigin, text: "Eins." },
    { locale: null, localeOrigin: null, text: "Zwei." },
  ];
  const { client } = answering(403, { detailCode: "403 Forbidden", trackingId: TRACKING, messages });
  expect((await failure(client.accounts.describe("x"))).message).toContain('403 Forbidden: "Eins. Zwei."');
});

test("404: Not Found, {detailCode, trackingId, messages}", async () => {
  const text = "The server did not find a current representation for the target resource.";
  const { client } = answering(404, { detailCode: "404 Not found", trackingId: TRACKING, messages: words(text) });
  const error = await failure(client.accounts.describe("x"));
  expect([error.name, error.message]).toEqual([
    "NotFoundError",
    expect.stringContaining(`404 Not Found: "${text}" (detailCode: 404 Not found; trackingId: ${TRACKING})`),
  ]);
});

test("429: Too Many Requests, {message}, with Retry-After", async () => {
  const { client, asked, world } = answering(429, { message: " Rate Limit Exceeded " }, { "retry-after": "31" });
  const before = world.clock.now();
  const error = await failure(client.accounts.describe("x"));
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error.message).toMatch(/the server asked to wait 31 s.*429 Too Many Requests: "Rate Limit Exceeded"/);
  expect([world.clock.now() - before < 1000, asked("/oauth/token").length]).toEqual([true, 1]);
});

test("500: Internal Server Error, {detailCode, trackingId, messages}", async () => {
  const { client } = answering(500, {
    detailCode: "500.0 Internal Fault",
    trackingId: TRACKING,
    messages: words("An internal fault occurred."),
  });
  const error = await failure(client.accounts.describe("x"));
  expect(error.message).toContain(
    `500 Internal Server Error: "An internal fault occurred." (detailCode: 500.0 Internal Fault; trackingId: ${TRACKING})`,
  );
});

test("the error schema with causes, and an unknown localeOrigin", async () => {
  const text = "The request was syntactically correct but its content is semantically invalid.";
  const { client } = answering(400, {
    detailCode: "400.1 Bad Request Content",
    trackingId: TRACKING,
    messages: words(text),
    causes: [{ locale: "en-US", localeOrigin: "FUTURE", text: "The cause." }],
  });
  expect((await failure(client.accounts.describe("x"))).message).toContain(
    `400 Bad Request: "${text} The cause." (detailCode: 400.1 Bad Request Content`,
  );
});
