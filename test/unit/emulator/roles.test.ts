import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const a = "urn:cloudone:workload:us-1:012345678912:role/read-only";
const b = "urn:cloudone:application:us-1:012345678912:role/full-access";
const auditor = { id: "auditor", name: "Auditor", description: "Looks", serviceRoleURNs: [a, b] };
const seed = { roles: [auditor] };

test("a created role is stored with its times and its URN", async () => {
  const { call, emulator } = scene();
  const response = await call("POST /roles", auditor);
  const stored = {
    ...auditor,
    created: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:04:05Z",
    urn: "urn:cloudone:identity:us-1:012345678912:role/auditor",
  };
  expect(response.body).toEqual(stored);
  expect(emulator.store.roles.get("auditor")).toEqual(stored);
});

test.each([
  ["an id with capitals", { ...auditor, id: "Auditor" }, "id"],
  ["no id", { name: "A", serviceRoleURNs: [] }, "id"],
  ["no name", { id: "a", serviceRoleURNs: [] }, "name"],
  ["an empty name", { ...auditor, name: "" }, "name"],
  ["no URNs", { id: "a", name: "A" }, "serviceRoleURNs"],
  ["a malformed URN", { ...auditor, serviceRoleURNs: ["arn:aws:iam::1:role/x"] }, "serviceRoleURNs[0]"],
  [
    "a URN without a tail",
    { ...auditor, serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role"] },
    "serviceRoleURNs[0]",
  ],
  [
    "a URN with a short account id",
    { ...auditor, serviceRoleURNs: ["urn:cloudone:workload:us-1:1:role/x"] },
    "serviceRoleURNs[0]",
  ],
  ["a description that is not a string", { ...auditor, description: 1 }, "description"],
  ["a read-only field", { ...auditor, urn: "x" }, "urn"],
  ["a list instead of an object", [auditor], "body"],
])("creating a role with %s is refused and names the field", async (_, body, field) => {
  const { call, emulator } = scene();
  const response = await call("POST /roles", body);
  expect(response.status).toBe(400);
  expect(Object.keys(response.body.fields)).toEqual([field]);
  expect(emulator.store.roles.size).toBe(3);
});

test("a body that is not JSON, or does not declare that it is, is refused", async () => {
  const { call } = scene();
  expect((await call("POST /roles", "{")).status).toBe(400);
  expect((await call("POST /roles", auditor, { headers: { "Content-Type": "text/plain" } })).status).toBe(400);
});

test("unknownBodyFields ignored accepts a read-only field and does not keep it", async () => {
  const { call, emulator } = scene({ switches: { unknownBodyFields: "ignored" } });
  expect((await call("POST /roles", { ...auditor, urn: "x" })).status).toBe(201);
  expect(emulator.store.roles.get("auditor")?.urn).toMatch(/^urn:/);
});

test.each([400, 409] as const)(
  "creating a role with a taken id returns the status of duplicateRole: %d",
  async (duplicateRole) => {
    const { call } = scene({ seed, switches: { duplicateRole } });
    expect((await call("POST /roles", auditor)).status).toBe(duplicateRole);
  },
);

test("a modify moves lastModified and keeps created", async () => {
  const { call, clock, emulator } = scene({ seed });
  clock.advance(60_000);
  await call("POST /roles/auditor", { ...auditor, name: "Reader" });
  expect(emulator.store.roles.get("auditor")).toMatchObject({
    name: "Reader",
    created: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:05:05Z",
  });
});

test("a modify cannot change the id", async () => {
  const { call } = scene({ seed });
  const response = await call("POST /roles/auditor", { ...auditor, id: "other" });
  expect([response.status, response.body.fields]).toEqual([400, { id: "cannot be changed" }]);
});

test("modifySemantics merge keeps what the body leaves out", async () => {
  const { call, emulator } = scene({ seed, switches: { modifySemantics: "merge" } });
  await call("POST /roles/auditor", { name: "Reader" });
  await call("POST /roles/auditor", { description: "Reads" });
  await call("POST /roles/auditor", { serviceRoleURNs: [b] });
  expect(emulator.store.roles.get("auditor")).toMatchObject({
    name: "Reader",
    description: "Reads",
    serviceRoleURNs: [b],
  });
});

test.each(["replace", { roles: "replace" }] as const)(
  "modifySemantics %j resets what the body leaves out",
  async (modifySemantics) => {
    const { call, emulator } = scene({ seed, switches: { modifySemantics } });
    expect((await call("POST /roles/auditor", { serviceRoleURNs: [] })).status).toBe(400);
    await call("POST /roles/auditor", { name: "Reader" });
    const role = emulator.store.roles.get("auditor");
    expect(role).toMatchObject({ name: "Reader", serviceRoleURNs: [] });
    expect(role).not.toHaveProperty("description");
  },
);

test("modifySemantics for one kind leaves the others at merge", async () => {
  const { call, emulator } = scene({ seed, switches: { modifySemantics: { users: "replace" } } });
  await call("POST /roles/auditor", { name: "Reader" });
  expect(emulator.store.roles.get("auditor")).toMatchObject({ description: "Looks" });
});

test.each(["full-access", "read-only", "scanner"])("the predefined role %s cannot be edited or deleted", async (id) => {
  for (const editPredefined of [400, 403] as const) {
    const { call, emulator } = scene({ switches: { editPredefined } });
    const before = emulator.snapshot();
    expect((await call(`POST /roles/${id}`, { name: "Mine" })).status).toBe(editPredefined);
    expect((await call(`DELETE /roles/${id}`)).status).toBe(editPredefined);
    expect(emulator.snapshot()).toEqual(before);
  }
});

const holders = {
  "a user": { users: [{ email: "jo@example.com", roleID: "auditor" }] },
  "a disabled user": { users: [{ email: "jo@example.com", roleID: "auditor", state: "disabled" as const }] },
  "a pending invitation": { invitations: [{ email: "jo@example.com", roleID: "auditor" }] },
  "an API key": {
    apiKeys: [
      { id: "emulator-demo-key", secret: "emulator-demo-secret" },
      { id: "ci", secret: "s", roleID: "auditor" },
    ],
  },
};

test.each(Object.entries(holders))(
  "a role that %s holds is not deleted, unless deleteRoleInUse is allowed",
  async (_, holding) => {
    const positions = { "refused-400": 400, "refused-409": 409, allowed: 204 } as const;
    for (const [deleteRoleInUse, status] of Object.entries(positions) as [keyof typeof positions, number][]) {
      const { call, emulator } = scene({ seed: { ...seed, ...holding }, switches: { deleteRoleInUse } });
      const response = await call("DELETE /roles/auditor");
      expect(response.status).toBe(status);
      if (status !== 204) expect(response.body.message).toMatch(/jo@example.com|ci/);
      expect(emulator.store.roles.has("auditor")).toBe(deleteRoleInUse !== "allowed");
    }
  },
);

test.each([204, 404] as const)(
  "deleting a role or a user twice returns the status of deleteGone: %d",
  async (deleteGone) => {
    const { call } = scene({
      seed: { ...seed, users: [{ id: "u", email: "jo@example.com", roleID: "read-only" }] },
      switches: { deleteGone },
    });
    for (const line of ["DELETE /roles/auditor", "DELETE /users/u"]) {
      expect((await call(line)).status).toBe(204);
      expect((await call(line)).status).toBe(deleteGone);
    }
  },
);

test("deleteStatus 200 comes with a JSON object", async () => {
  const { call } = scene({ seed, switches: { deleteStatus: 200 } });
  const response = await call("DELETE /roles/auditor");
  expect([response.status, response.body]).toEqual([200, {}]);
});

test.each([
  ["as-sent", [a, b]],
  ["sorted", [b, a]],
  ["reversed", [b, a]],
] as const)("urnOrder %s returns the URNs in that order, and stores them as sent", async (urnOrder, expected) => {
  const { call, emulator } = scene({ seed, switches: { urnOrder } });
  expect((await call("GET /roles/auditor")).body.serviceRoleURNs).toEqual(expected);
  expect(emulator.store.roles.get("auditor")?.serviceRoleURNs).toEqual([a, b]);
});

test.each([
  ["", ""],
  [null, null],
  ["absent", undefined],
] as const)("an undeclared description is shown as descriptionDefault: %j", async (descriptionDefault, shown) => {
  const { call } = scene({ switches: { descriptionDefault } });
  const created = await call("POST /roles", { id: "bare", name: "Bare", serviceRoleURNs: [] });
  expect(created.body.description).toBe(shown);
  expect("description" in created.body).toBe(shown !== undefined);
});

test("only a server that shows null as description accepts null", async () => {
  const { call, emulator } = scene({ seed });
  expect((await call("POST /roles/auditor", { ...auditor, description: null })).status).toBe(400);
  emulator.switches.descriptionDefault = null;
  expect((await call("POST /roles/auditor", { ...auditor, description: null })).body.description).toBeNull();
});
