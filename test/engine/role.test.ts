import { beforeAll, expect, test } from "@jest/globals";
import type { Switches } from "../../emulator/index.js";
import {
  type Cloud,
  createStack,
  declare,
  describeEngine,
  ref,
  type Stack,
  startCloud,
  unknownAtPreview,
} from "./harness.js";
import { ACCOUNT, AUDIT, FULL, READ, renamed, role, stored } from "./scene.js";

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

describeEngine.each<[string, Partial<Switches>]>([
  ["by default", {}],
  ["with many switches turned", MIXED],
])("a role, %s", (_, switches) => {
  let cloud: Cloud;
  let stack: Stack;
  const roles = () => cloud.emulator.store.roles;
  const writes = () => cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`);

  beforeAll(async () => {
    cloud = await startCloud({
      switches,
      seed: {
        roles: [{ id: "present", name: "Role present", description: "", serviceRoleURNs: [AUDIT, READ] }],
        users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }],
      },
    });
    stack = await createStack({ cloud });
  });

  test("is created, and one that is there as declared is taken over; then a preview and a refresh are empty", async () => {
    await stack.program([role("auditor"), role("present"), role("doomed", { description: undefined })], {
      urn: ref("auditor", "cloudOneUrn"),
    });
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "create", present: "create", doomed: "create" });
    expect(cloud.emulator.writes()).toEqual([]);
    expect((await stack.up({ skipPreview: true })).ops).toEqual(preview.ops);
    expect(writes()).toEqual(["POST /roles", "POST /roles"]);
    expect(roles().get("auditor")).toMatchObject({ name: "Role auditor", serviceRoleURNs: [READ, AUDIT] });
    expect(await stack.resource("auditor")).toMatchObject({
      id: "auditor",
      outputs: { cloudOneUrn: roles().get("auditor")?.urn, created: expect.any(String) },
    });
    expect(await stack.outputs()).toEqual({ urn: roles().get("auditor")?.urn });
    await stack.expectNoChanges({ refresh: true });
  });

  test("is changed in every property, and in what is not declared stays as it is", async () => {
    cloud.emulator.edit.modifyRole("doomed", { description: "by hand" });
    cloud.emulator.clearRequests();
    await stack.program([
      role("auditor", { name: "Auditors", description: "Read all", serviceRoleURNs: [FULL, AUDIT] }),
      role("present", { serviceRoleURNs: [READ, AUDIT] }),
      role("doomed", { description: undefined, name: "Doomed" }),
    ]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "update", present: "same", doomed: "update" });
    expect(preview.warnings("auditor")).toEqual([`role auditor loses ${READ}`]);
    expect(preview.output).toContain(`role auditor gains ${FULL}`);
    expect(cloud.emulator.requests).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes().sort()).toEqual(["POST /roles/auditor", "POST /roles/doomed"]);
    expect(roles().get("auditor")).toMatchObject({ name: "Auditors", description: "Read all" });
    expect(roles().get("auditor")?.serviceRoleURNs).toEqual([FULL, AUDIT]);
    expect(roles().get("doomed")).toMatchObject({ name: "Doomed", description: "by hand" });
    await stack.expectNoChanges({ refresh: true });
  });

  test("that was changed or deleted by hand shows at refresh and is set back; one that was added by hand is left alone", async () => {
    cloud.emulator.edit.modifyRole("auditor", { name: "By hand", serviceRoleURNs: [AUDIT, READ] });
    cloud.emulator.edit.deleteRole("doomed");
    cloud.emulator.edit.createRole({ id: "stranger", serviceRoleURNs: [FULL] });
    const drift = await stack.refresh({ previewOnly: true, expectNoChanges: true, diff: true, fails: true });
    expect(drift.code).toBe(7);
    expect(drift.output).toContain("By hand");
    expect((await stack.refresh()).ops).toEqual({ auditor: "update", present: "same", doomed: "delete" });
    expect(await stack.resourceNames()).toEqual(["auditor", "present"]);
    const up = await stack.up({ skipPreview: true });
    expect(up.ops).toEqual({ auditor: "update", present: "same", doomed: "create" });
    expect(up.warnings("auditor")).toEqual([`role auditor loses ${READ}`]);
    expect(roles().get("auditor")).toMatchObject({ name: "Auditors", serviceRoleURNs: [FULL, AUDIT] });
    expect(roles().has("doomed")).toBe(true);
    expect(roles().get("stranger")?.serviceRoleURNs).toEqual([FULL]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("whose id changes is replaced: the new one comes, its holder moves, the old one goes", async () => {
    const holder = declare("UserAssignment", "ann", { userId: "ann", roleId: ref("auditor", "roleId") });
    const auditor = role("auditor", { name: "Auditors", description: "Read all", serviceRoleURNs: [FULL, AUDIT] });
    await stack.program([auditor, holder, role("present"), role("doomed", { description: undefined, name: "Doomed" })]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("auditor");
    cloud.emulator.clearRequests();
    const reviewer = { ...auditor, args: { ...auditor.args, roleId: "reviewer" } };
    await stack.program([
      reviewer,
      holder,
      role("present"),
      role("doomed", { description: undefined, name: "Doomed" }),
    ]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "replace", ann: "update", present: "same", doomed: "same" });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes()).toEqual(["POST /roles", "POST /users/ann", "DELETE /roles/auditor"]);
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("reviewer");
    await stack.expectNoChanges({ refresh: true });
  });

  test("whose Pulumi name changes stays as it is, and a plain destroy deletes it, also one that is gone already", async () => {
    await stack.program([renamed(role("present"), "renamed"), role("gone")]);
    cloud.emulator.clearRequests();
    const rename = await stack.up({ skipPreview: true });
    expect(rename.ops).toEqual({
      renamed: "create",
      gone: "create",
      present: "delete",
      auditor: "delete",
      ann: "delete",
      doomed: "delete",
    });
    expect(rename.output).toContain("role present is left as it is: another resource of this program declares it");
    expect(writes().filter((write) => write.includes("present"))).toEqual([]);
    expect(await stack.resourceNames()).toEqual(["gone", "renamed"]);
    await stack.expectNoChanges({ refresh: true });

    cloud.emulator.edit.deleteRole("gone");
    cloud.emulator.clearRequests();
    await stack.destroy();
    expect(await stack.resourceNames()).toEqual([]);
    expect([...roles().keys()].sort()).toEqual(["full-access", "read-only", "scanner", "stranger"]);
    expect(cloud.emulator.store.users.get("ann")).toMatchObject({ roleID: "read-only", state: "disabled" });
  });
});

describeEngine("the deletion of a role", () => {
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

describeEngine("a role that is there already", () => {
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
    expect(overwrite.warnings("auditor")).toEqual([`role auditor loses ${FULL}`]);
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

describeEngine("a fault", () => {
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

describeEngine("mistakes", () => {
  test("in several resources are all told at one preview, and nothing is written", async () => {
    const cloud = await startCloud({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }] } });
    const stack = await createStack({ cloud });
    await stack.program([
      role("Bad Id"),
      role("no-urn", { serviceRoleURNs: [READ, "nonsense"] }),
      role("misspelled", { serviceRoleUrns: [] }),
      declare("UserAssignment", "both", { email: "ann@example.com", userId: "ann", roleId: "read-only" }),
      declare("UserAssignment", "neither", { roleId: "read-only" }),
      declare("AccountSettings", "account", { locale: "fr", timezone: "Mars/Olympus" }),
    ]);
    const preview = await stack.preview({ fails: true });
    const told = preview.errors().join("\n");
    for (const line of [
      "Role 'Bad Id': roleId: \"Bad Id\": a role id must consist of lowercase letters, digits and hyphens",
      "Role 'no-urn': serviceRoleURNs[1]: a service role URN has the form urn:cloudone:",
      "Role 'misspelled': serviceRoleUrns: there is no such argument: did you mean serviceRoleURNs? There are roleId, name",
      "UserAssignment 'both': email, userId: exactly one of them says who this is; both given",
      "UserAssignment 'neither': email, userId: exactly one of them says who this is; neither given",
      "AccountSettings 'account': locale: \"fr\": locale must be",
      "AccountSettings 'account': timezone: \"Mars/Olympus\": a timezone must be an IANA name",
    ]) {
      expect(told).toContain(line);
    }
    expect(cloud.emulator.requests).toEqual([]);
  });

  test("in values that are not known at preview are told at up; what can be shown is shown", async () => {
    const cloud = await startCloud({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }] } });
    const stack = await createStack({ cloud });
    const ann = declare("UserAssignment", "ann", { email: "ann@example.com", roleId: unknownAtPreview("auditor") });
    await stack.program([role("auditor", { serviceRoleURNs: [READ, unknownAtPreview("nonsense")] }), ann]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "create", ann: "create" });
    expect(preview.output).toContain("user ann@example.com (ann): role read-only → (not known yet)");
    expect((await stack.up({ skipPreview: true, fails: true })).errors("auditor").join()).toContain(
      "serviceRoleURNs[1]: a service role URN has the form urn:cloudone:",
    );
    expect(cloud.emulator.writes().filter(({ path }) => path === "/roles")).toEqual([]);

    await stack.program([
      role("auditor", { serviceRoleURNs: unknownAtPreview([READ]) }),
      declare("UserAssignment", "ann", { email: "ann@example.com", roleId: ref("auditor", "roleId") }),
    ]);
    await stack.up();
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("auditor");
    // What is not known yet may differ, so a preview shows an update; up finds nothing to do.
    cloud.emulator.clearRequests();
    expect((await stack.preview()).ops).toMatchObject({ auditor: "update" });
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ auditor: "same", ann: "same" });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("that only the account shows are told at preview: two declarations of one role", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud });
    await stack.program([renamed(role("auditor"), "one"), renamed(role("auditor"), "two")]);
    const preview = await stack.preview({ fails: true });
    expect(preview.errors().join()).toMatch(/role auditor is declared twice: by '(one|two)' and by '(one|two)'/);
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
