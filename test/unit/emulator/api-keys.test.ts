import { expect, test } from "@jest/globals";
import { demoApiKeyId, demoApiKeySecret } from "../../../emulator/index.js";
import { scene } from "./caller.js";

const seed = {
  apiKeys: [
    { id: demoApiKeyId, secret: demoApiKeySecret },
    { id: "ci", secret: "ci-secret", roleID: "read-only", alias: "CI", allowedIPs: ["10.0.0.1"] },
  ],
};

test("an API key has the vendor's fields and no secret", async () => {
  const { call } = scene({ seed });
  expect((await call("GET /apikeys/ci")).body).toEqual({
    id: "ci",
    alias: "CI",
    description: "",
    roleID: "read-only",
    locale: "en",
    timezone: "UTC",
    allowedIPs: ["10.0.0.1"],
    allowedCIDRs: [],
    enabled: true,
    created: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:04:05Z",
    lastActivity: expect.any(String),
    urn: "urn:cloudone:identity:us-1:012345678912:apikey/ci",
  });
});

test("no response, log entry, snapshot or store contains a secret", async () => {
  const { call, emulator } = scene({ seed });
  const texts = [
    (await call("GET /apikeys")).text,
    (await call("GET /apikeys/ci")).text,
    (await call("GET /_emulator/store")).text,
    (await call("GET /_emulator/requests")).text,
    JSON.stringify(emulator.snapshot()),
    JSON.stringify(emulator.requests),
  ];
  for (const text of texts) expect(text).not.toMatch(/ci-secret|emulator-demo-secret/);
});

test("the roleID filter matches exactly", async () => {
  const { call } = scene({ seed });
  expect((await call("GET /apikeys?roleID=read-only")).body.apiKeys.map(({ id }: { id: string }) => id)).toEqual([
    "ci",
  ]);
});

test.each(["apiKeys", "apikeys"] as const)("apiKeysProperty %s is the name of the list", async (apiKeysProperty) => {
  const { call } = scene({ seed, switches: { apiKeysProperty } });
  expect((await call("GET /apikeys")).body[apiKeysProperty]).toHaveLength(2);
});

test.each([
  ["allowed", 200],
  ["forbidden", 403],
] as const)("apiKeyDescribe %s", async (apiKeyDescribe, status) => {
  const { call } = scene({ seed, switches: { apiKeyDescribe } });
  expect((await call(`GET /apikeys/${demoApiKeyId}`)).status).toBe(status);
  expect((await call("GET /apikeys")).status).toBe(200);
});

test.each([true, false])("ownKeyUrnMissing %s affects only the key's own urn", async (ownKeyUrnMissing) => {
  const { call } = scene({ seed, switches: { ownKeyUrnMissing } });
  expect("urn" in (await call(`GET /apikeys/${demoApiKeyId}`)).body).toBe(!ownKeyUrnMissing);
  expect("urn" in (await call("GET /apikeys/ci")).body).toBe(true);
});

test("lastActivity of a key moves with each of its calls", async () => {
  const { call } = scene({ seed });
  const look = async (): Promise<string> => (await call(`GET /apikeys/${demoApiKeyId}`)).body.lastActivity;
  const first = await look();
  expect((await look()) > first).toBe(true);
});
