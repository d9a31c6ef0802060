import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Cloud, createStack, type Stack, startCloud } from "../../doubles/played.js";
import { roleLife } from "../../engine/lives/role.js";
import { ACCOUNT, AUDIT, FULL, READ, renamed, role, stored } from "../../engine/scene.js";

const MIXED = {
  modifySemantics: "replace",
  urnOrder: "reversed",
  descriptionDefault: null,
  endOfList: "null",
  maxLimit: 2,
  largeLimit: "reject",
  deleteGone: 404,
  deleteStatus: 200,
  unknownFields: true,
  apiKeyDescribe: "forbidden",
} as const satisfies Partial<Switches>;

describe("a role, with many switches turned", () => {
  roleLife({ startCloud, createStack, switches: MIXED, showsProperties: false });
});

describe("the deletion of a role", () => {
  test("is refused while it is held, and says by whom; retain lets go of it", async () => {
    const held = ["by-a-user", "by-a-key", "by-an-invitation", "kept"];
    const cloud = await startCloud({ switches: { deleteRoleInUse: "allowed" } });
    const { edit, store } = cloud.emulator;
    const stack = await createStack({ cloud });
    await stack.program(held.map((id) => role(id, id === "kept" ? { deletionPolicy: "retain" } : {})));
    await stack.up({ skipPreview: true });
    const user = edit.addUser({ id: "ann", email: "ann@example.com", roleID: "by-a-user", state: "disabled" });
    edit.createApiKey({ id: "ci-key", secret: "another-secret", roleID: "by-a-key" });
    const invitation = edit.invite({ email: "bob@example.com", roleID: "by-an-invitation" });
    edit.modifyUser("ann", { roleID: "by-a-user" });
    cloud.emulator.clearRequests();

    await stack.program([]);
    const refused = await stack.up({ fails: true, skipPreview: true });
    expect(refused.errors("by-a-user").join()).toContain("it is still held by user ann@example.com (disabled)");
    expect(cloud.emulator.writes()).toEqual([]);
    expect(held.every((id) => store.roles.has(id))).toBe(true);

    const destroy = await stack.destroy({ fails: true });
    expect(`${refused.output}${destroy.output}`).toContain("it is still held by API key ci-key");
    expect(`${refused.output}${destroy.output}`).toContain("it is still held by invitation of bob@example.com");
    expect(await stack.resourceNames()).toEqual(["by-a-key", "by-a-user", "by-an-invitation"]);

    edit.modifyUser(user.id, { roleID: "kept" });
    edit.revokeApiKey("ci-key");
    edit.cancelInvitation(invitation.id);
    // A second attempt finds one of them gone.
    edit.deleteRole("by-a-key");
    await stack.destroy();
    expect([...store.roles.keys()].filter((id) => held.includes(id))).toEqual(["kept"]);
  });
});

describe("a role that is there already", () => {
  test("is refused with the difference, changed by overwrite, and never taken over by never", async () => {
    const cloud = await startCloud({
      seed: { roles: [{ id: "auditor", name: "Old", description: "", serviceRoleURNs: [READ, FULL] }] },
    });
    const stack = await createStack({ cloud });
    const before = cloud.emulator.snapshot();
    await stack.program([role("auditor"), role("other")]);
    const conflict = await stack.preview({ fails: true });
    const [reason = ""] = conflict.errors("auditor");
    expect(reason).toContain("role auditor already exists and is not as declared (now → declared):");
    expect(reason).toContain('name: "Old" → "Role auditor"');
    expect(reason).toContain(`+ "${AUDIT}"`);
    expect(reason).toContain(`- "${FULL}"`);
    expect(cloud.emulator.snapshot()).toEqual(before);

    await stack.program([role("auditor", { adopt: "never" })]);
    expect((await stack.up({ skipPreview: true, fails: true })).errors("auditor").join()).toContain(
      `role auditor already exists in account ${ACCOUNT}, and adopt is "never"`,
    );
    expect(cloud.emulator.snapshot()).toEqual(before);

    await stack.program([role("auditor", { adopt: "overwrite" })]);
    const overwrite = await stack.up();
    expect(overwrite.warnings("auditor")).toEqual(["role auditor loses full-access of workload"]);
    expect(cloud.emulator.store.roles.get("auditor")).toMatchObject({
      name: "Role auditor",
      serviceRoleURNs: [READ, AUDIT],
    });
    await stack.expectNoChanges({ refresh: true });

    cloud.emulator.clearRequests();
    await stack.program([role("auditor", { deletionPolicy: "retain" })]);
    expect((await stack.preview()).ops).toEqual({ auditor: "update" });
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ auditor: "update" });
    expect((await stack.resource("auditor")).outputs).toMatchObject({ deletionPolicy: "retain" });
    await stack.expectNoChanges();
    expect(cloud.emulator.requests).toEqual([]);
  });
});

const LOST = ["reset-after", "500-after", "502-html-after", "truncated-json", "timeout-after"] as const;
const NOT_ARRIVED = ["429-seconds", "reset-before", "503-retry-after", "timeout"] as const;

describe("a fault", () => {
  const ids = [...LOST, ...NOT_ARRIVED].map((kind) => `met-${kind}`);
  let cloud: Cloud;
  let stack: Stack;
  const attempts = (method: string, path: RegExp) =>
    cloud.emulator.requests.filter((request) => request.method === method && path.test(request.path));

  beforeAll(async () => {
    cloud = await startCloud();
    stack = await createStack({ cloud, config: { "cloudone:timeoutSeconds": "2" } });
  });

  test("during creates loses nothing and makes nothing twice", async () => {
    // Without the 429: the fewer requests went before it, the slower the client goes on.
    for (const kind of [...LOST, ...NOT_ARRIVED.slice(1)]) {
      cloud.emulator.faults.add({ match: { method: "POST", path: "/roles" }, kind });
    }
    await stack.program(ids.map((id) => role(id)));
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.faults.list().every(({ hits }) => hits === 1)).toBe(true);
    const bodies = cloud.emulator.writes().map(({ body }) => (body as { id: string }).id);
    expect(bodies.sort()).toEqual([...ids].sort());
    await stack.expectNoChanges({ refresh: true });
  });

  test("during updates loses nothing", async () => {
    cloud.emulator.clearRequests();
    cloud.emulator.faults.clear();
    for (const kind of [...LOST, ...NOT_ARRIVED]) {
      cloud.emulator.faults.add({ match: { method: "POST", path: `/roles/met-${kind}` }, kind });
    }
    await stack.program(ids.map((id) => role(id, { name: "Changed" })));
    await stack.up({ skipPreview: true });
    for (const id of ids) expect(cloud.emulator.store.roles.get(id)?.name).toBe("Changed");
    for (const kind of LOST) expect(attempts("POST", new RegExp(`/roles/met-${kind}$`))).toHaveLength(1);
    await stack.expectNoChanges({ refresh: true });
  });

  test("during a refresh keeps every role in the state and says why", async () => {
    const kinds = ["403-empty", "404-html", "reset-before", "401", "wrong-shape"] as const;
    const before = await stored(stack);
    const { faults } = cloud.emulator;
    const forEver = { times: Number.POSITIVE_INFINITY };
    faults.clear();
    // Without the list each role is read by itself.
    faults.add({ match: { method: "GET", path: "/roles" }, kind: "403-empty", ...forEver });
    for (const [index, kind] of kinds.entries()) {
      faults.add({ match: { method: "GET", path: `/roles/${ids[index]}` }, kind, ...forEver });
    }
    const refused = await stack.refresh({ fails: true });
    const told = kinds.map((_, index) => refused.errors(ids[index]).join());
    expect(told).toEqual(ids.slice(0, kinds.length).map((id) => expect.stringContaining(`GET /roles/${id}: `)));
    expect(await stored(stack)).toEqual(before);

    faults.clear();
    faults.add({ match: { path: /^\/roles/ }, kind: "503-retry-after", retryAfterSeconds: 600, ...forEver });
    const unwell = await stack.refresh({ fails: true });
    expect(unwell.errors("met-reset-after").join()).toContain("600 s");
    expect(await stored(stack)).toEqual(before);
    faults.clear();
    await stack.expectNoChanges({ refresh: true });
  });

  test("during deletes leaves nothing behind", async () => {
    cloud.emulator.clearRequests();
    for (const kind of [...LOST, ...NOT_ARRIVED]) {
      cloud.emulator.faults.add({ match: { method: "DELETE", path: `/roles/met-${kind}` }, kind });
    }
    await stack.destroy();
    expect(ids.filter((id) => cloud.emulator.store.roles.has(id))).toEqual([]);
    expect(await stack.resourceNames()).toEqual([]);
    for (const kind of LOST) expect(attempts("DELETE", new RegExp(`/roles/met-${kind}$`))).toHaveLength(1);
  });
});

describe("mistakes", () => {
  test("that only the account shows are told at preview: two declarations of one role", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud });
    await stack.program([renamed(role("auditor"), "one"), renamed(role("auditor"), "two")]);
    const preview = await stack.preview({ fails: true });
    expect(preview.errors().join()).toMatch(/role auditor is declared twice: by '(one|two)' and by '(one|two)'/);
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
