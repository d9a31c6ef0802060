import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const own = "012345678912";
const seed = { account: { alias: "Ours", locale: "ja", timezone: "America/Toronto", mfaRequired: true } };

test("the account has the vendor's fields", async () => {
  const { call } = scene({ seed });
  expect((await call(`GET /accounts/${own}`)).body).toEqual({
    id: own,
    alias: "Ours",
    locale: "ja",
    timezone: "America/Toronto",
    region: "us-1",
    state: "active",
    created: "2026-01-02T03:04:05Z",
    lastEntitlement: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:04:05Z",
    urn: "urn:cloudone:identity:us-1:012345678912:account/012345678912",
    mfaRequired: true,
    links: [{ rel: "token", method: "post" }],
  });
});

test("a modify accepts the vendor's sample with the account's own region", async () => {
  const { call, emulator } = scene({ seed });
  const sample = { alias: "Ours too", locale: "en", timezone: "Asia/Tokyo", region: "us-1", mfaRequired: false };
  expect((await call(`POST /accounts/${own}`, sample)).status).toBe(200);
  expect(emulator.store.account).toMatchObject(sample);
});

test.each([
  ["an unknown locale", { locale: "xx" }, "locale"],
  ["an unknown time zone", { timezone: "Mars/Olympus" }, "timezone"],
  ["an offset as time zone", { timezone: "+01:00" }, "timezone"],
  ["an MFA setting that is not a boolean", { mfaRequired: 1 }, "mfaRequired"],
  ["a read-only field", { state: "active" }, "state"],
])("modifying the account with %s is refused and names the field", async (_, body, field) => {
  const { call } = scene({ seed });
  const response = await call(`POST /accounts/${own}`, body);
  expect([response.status, Object.keys(response.body.fields)]).toEqual([400, [field]]);
});

test.each(["UTC", "Asia/Kolkata", "US/Eastern"])("the account can be in the time zone %s", async (timezone) => {
  const { call } = scene({ seed });
  expect((await call(`POST /accounts/${own}`, { timezone })).body.timezone).toBe(timezone);
});

test.each([
  ["refused", 400],
  ["ignored", 200],
] as const)("regionChange %s returns %d and never moves the account", async (regionChange, status) => {
  const { call, emulator } = scene({ switches: { regionChange } });
  expect((await call(`POST /accounts/${own}`, { region: "ca-1" })).status).toBe(status);
  expect(emulator.store.account.region).toBe("us-1");
});

test.each([
  ["merge", { alias: "New", locale: "ja", timezone: "America/Toronto", mfaRequired: true }],
  ["replace", { alias: "New", locale: "en", timezone: "UTC", mfaRequired: false }],
] as const)(
  "modifySemantics %s decides what happens to settings that the body leaves out",
  async (modifySemantics, expected) => {
    const { call, emulator } = scene({ seed, switches: { modifySemantics } });
    await call(`POST /accounts/${own}`, { alias: "New" });
    expect(emulator.store.account).toMatchObject(expected);
  },
);

test("a delete suspends the account and says so in the vendor's words", async () => {
  const { call, emulator } = scene();
  const response = await call(`DELETE /accounts/${own}`);
  expect(response.status).toBe(202);
  expect(response.body.message).toMatch(/^Account is suspended and will be deleted in 30 days/);
  expect(emulator.store.account.state).toBe("suspended");
});

test.each([
  ["readable", 200],
  ["locked", 403],
] as const)("with suspendedAccount %s reads return %d and writes 403", async (suspendedAccount, status) => {
  const { call } = scene({ seed: { account: { state: "suspended" } }, switches: { suspendedAccount } });
  expect((await call("GET /users")).status).toBe(status);
  expect((await call("DELETE /users/u")).status).toBe(403);
  expect((await call(`DELETE /accounts/${own}`)).status).toBe(403);
});

test.each([404, 403] as const)(
  "requests for another account return the status of foreignAccount, %d, and deleting it returns 403",
  async (foreignAccount) => {
    const other = "999999999999";
    const { call, emulator } = scene({
      seed: { accounts: [{ account: { id: other } }] },
      switches: { foreignAccount },
    });
    expect((await call(`GET /accounts/${other}`)).status).toBe(foreignAccount);
    expect((await call(`POST /accounts/${other}`, { alias: "Mine" })).status).toBe(foreignAccount);
    expect((await call(`DELETE /accounts/${other}`)).status).toBe(403);
    expect(emulator.store.accounts.get(other)).toMatchObject({ alias: "Emulated account", state: "active" });
  },
);
