import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const READ = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;
const FULL = `urn:cloudone:workload:us-1:${ACCOUNT}:role/full-access`;
const AUDIT = `urn:cloudone:audit:us-1:${ACCOUNT}:role/read-only`;

const auditor = (changes: Record<string, unknown> = {}, name = "auditor"): Declaration => ({
  class: "Role",
  name,
  inputs: { roleId: "auditor", name: "Auditor", description: "Reads all", serviceRoleURNs: [READ, AUDIT], ...changes },
});

function setUp(switches: Partial<Switches> = {}) {
  const world = new World({ switches });
  const stack = new Stack(() => world.session());
  const live = () => world.emulator.store.roles.get("auditor");
  return { world, stack, live };
}

/** Runs the program, and then wants nothing more: neither at preview nor at refresh. */
async function settled(stack: Stack, program: Declaration[]) {
  const steps = await stack.up(program);
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(program.map(() => "same"));
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(program.map(() => "same"));
  return steps.map(({ op }) => op);
}

describe.each<Partial<Switches>>([
  {},
  { modifySemantics: "replace" },
  { modifySemantics: "merge", urnOrder: "sorted", descriptionDefault: null, unknownFields: true },
  { urnOrder: "reversed", endOfList: "null", maxLimit: 2, largeLimit: "reject", deleteGone: 404 },
  { apiKeyDescribe: "forbidden", endOfList: "empty", forbiddenBody: "html" },
])("a role, with the emulator's switches %j", (switches) => {
  test("is created, changed in every property, and deleted", async () => {
    const { stack, live } = setUp(switches);
    expect(await settled(stack, [auditor()])).toEqual(["create"]);
    expect(live()).toMatchObject({ name: "Auditor", description: "Reads all" });
    expect(await settled(stack, [auditor({ name: "Auditors", serviceRoleURNs: [FULL, AUDIT] })])).toEqual(["update"]);
    expect(live()).toMatchObject({ name: "Auditors", description: "Reads all" });
    expect(new Set(live()?.serviceRoleURNs)).toEqual(new Set([FULL, AUDIT]));
    await stack.destroy();
    expect(live()).toBeUndefined();
    expect(stack.state).toEqual([]);
  });

  test("leaves a description alone that is not declared", async () => {
    const { stack, live, world } = setUp(switches);
    await settled(stack, [auditor({ description: undefined })]);
    world.emulator.edit.modifyRole("auditor", { description: "by hand" });
    expect(await settled(stack, [auditor({ description: undefined, name: "New" })])).toEqual(["update"]);
    expect(live()).toMatchObject({ name: "New", description: "by hand" });
  });
});

test("another order of URNs is no change", async () => {
  const { stack, world } = setUp();
  await stack.up([auditor()]);
  world.emulator.clearRequests();
  expect(await settled(stack, [auditor({ serviceRoleURNs: [AUDIT, READ] })])).toEqual(["same"]);
  expect(world.emulator.writes()).toEqual([]);
});

test("a change by hand shows at refresh and is set back", async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [READ, FULL] });
  expect(await stack.refresh()).toEqual([{ op: "update", name: "auditor" }]);
  expect(stack.state[0]?.inputs).toMatchObject({ serviceRoleURNs: [READ, FULL] });
  expect(await settled(stack, [auditor()])).toEqual(["update"]);
  expect(live()?.serviceRoleURNs).toEqual([READ, AUDIT]);
  expect(world.log.text).toContain("warning: role auditor loses full-access of workload");
});

test("a role that is gone leaves the state at refresh and is created again", async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.edit.deleteRole("auditor");
  expect(await stack.refresh()).toEqual([{ op: "delete", name: "auditor" }]);
  expect(await settled(stack, [auditor()])).toEqual(["create"]);
  expect(live()).toBeDefined();
});

test.each([204, 404] as const)("a role that is gone already is deleted without a word (%s)", async (deleteGone) => {
  const { stack, world } = setUp({ deleteGone });
  await stack.up([auditor()]);
  world.emulator.edit.deleteRole("auditor");
  await stack.destroy();
  expect(stack.state).toEqual([]);
});

test.each(["401", "403-empty", "500", "502-html", "404-html", "wrong-content-type", "timeout"] as const)(
  "a read that fails with %s keeps the role in the state and says why",
  async (kind) => {
    const { stack, world } = setUp();
    await stack.up([auditor()]);
    const before = structuredClone(stack.state);
    world.emulator.faults.add({ match: { path: "/roles/auditor" }, kind, times: Number.POSITIVE_INFINITY });
    await expect(stack.refresh()).rejects.toThrow(/Cannot read role auditor: .*GET \/roles\/auditor/s);
    expect(stack.state).toEqual(before);
  },
);

test("an existing role that is as declared is taken over without a write", async () => {
  const { stack, world } = setUp();
  world.emulator.edit.createRole({
    id: "auditor",
    name: "Auditor",
    description: "Reads all",
    serviceRoleURNs: [AUDIT, READ],
  });
  expect(await settled(stack, [auditor()])).toEqual(["create"]);
  expect(world.emulator.writes()).toEqual([]);
});

test("an existing role that is not as declared is refused at preview, with the difference", async () => {
  const { stack, world } = setUp();
  world.emulator.edit.createRole({
    id: "auditor",
    name: "Old",
    description: "Reads all",
    serviceRoleURNs: [READ, FULL],
  });
  const refusal = stack.preview([auditor()]);
  await expect(refusal).rejects.toThrow('name: "Old" → "Auditor"');
  await expect(refusal).rejects.toThrow(`+ "${AUDIT}"`);
  await expect(refusal).rejects.toThrow(`- "${FULL}"`);
  await expect(stack.up([auditor()])).rejects.toThrow("already exists");
  expect(world.emulator.writes()).toEqual([]);
});

test('adopt: "overwrite" changes it, adopt: "never" refuses even an identical one', async () => {
  const { stack, world, live } = setUp();
  world.emulator.edit.createRole({ id: "auditor", name: "Old", serviceRoleURNs: [FULL] });
  await expect(stack.preview([auditor({ adopt: "never" })])).rejects.toThrow('adopt is "never"');
  expect(await settled(stack, [auditor({ adopt: "overwrite" })])).toEqual(["create"]);
  expect(live()).toMatchObject({ name: "Auditor", serviceRoleURNs: [READ, AUDIT] });
});

test("another role id replaces: the new role first, then the old one goes", async () => {
  const { stack, world } = setUp();
  await stack.up([auditor()]);
  const program = [auditor({ roleId: "reviewer" })];
  expect((await stack.up(program)).map(({ op }) => op)).toEqual(["replace", "delete"]);
  expect([...world.emulator.store.roles.keys()]).toEqual(expect.arrayContaining(["reviewer"]));
  expect(world.emulator.store.roles.has("auditor")).toBe(false);
});

test("renaming the Pulumi resource keeps the role, also when the run died between the two steps", async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.clearRequests();
  const renamed = [auditor({}, "renamed")];
  expect((await stack.up(renamed)).map(({ op }) => op)).toEqual(["create", "delete"]);
  expect(world.emulator.writes()).toEqual([]);
  expect(world.log.text).toContain("info: role auditor is left as it is: another resource of this program declares it");

  const [entry] = structuredClone(stack.state);
  if (entry !== undefined) stack.state.push({ ...entry, name: "died" });
  await stack.up(renamed);
  expect(live()).toBeDefined();
  await stack.destroy();
  expect(live()).toBeUndefined();
});

test("two resources for one role are refused, and both are named", async () => {
  const { stack } = setUp();
  await expect(stack.preview([auditor({}, "one"), auditor({}, "two")])).rejects.toThrow(
    "role auditor is declared twice: by 'one' and by 'two'",
  );
});

test.each([
  [
    "an enabled user",
    (w: World) => w.emulator.edit.addUser({ email: "ann@example.com", roleID: "auditor" }),
    "user ann@example.com",
  ],
  [
    "a disabled user",
    (w: World) => w.emulator.edit.addUser({ email: "ann@example.com", roleID: "auditor", state: "disabled" }),
    "user ann@example.com (disabled)",
  ],
  [
    "an API key",
    (w: World) => w.emulator.edit.createApiKey({ id: "ci-key", secret: "s3cret", roleID: "auditor" }),
    "API key ci-key",
  ],
  [
    "an invitation",
    (w: World) => w.emulator.edit.invite({ email: "bob@example.com", roleID: "auditor" }),
    "invitation of bob@example.com",
  ],
] as const)("a role that %s holds is not deleted", async (_, hold, name) => {
  const { stack, world, live } = setUp({ deleteRoleInUse: "allowed" });
  await stack.up([auditor()]);
  hold(world);
  await expect(stack.destroy()).rejects.toThrow(`it is still held by ${name}`);
  expect(live()).toBeDefined();
  expect(stack.state).toHaveLength(1);
});

test("an invitation past its expiry holds nothing", async () => {
  const { stack, world, live } = setUp({ deleteRoleInUse: "allowed" });
  await stack.up([auditor()]);
  world.emulator.edit.expireInvitation(world.emulator.edit.invite({ email: "bob@example.com", roleID: "auditor" }).id);
  await stack.destroy();
  expect(live()).toBeUndefined();
});

test.each(["/users", "/apikeys", "/invitations"])("a role is not deleted while GET %s is refused", async (path) => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.faults.add({ match: { method: "GET", path }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  await expect(stack.destroy()).rejects.toThrow(`GET ${path}`);
  expect(live()).toBeDefined();
});

test("a predefined role that was taken over is let go of, since no one can delete it", async () => {
  const { stack, world } = setUp();
  const { name, description, serviceRoleURNs } = world.emulator.store.roles.get("scanner") ?? {};
  await stack.up([auditor({ roleId: "scanner", name, description, serviceRoleURNs })]);
  await stack.destroy();
  expect(world.emulator.writes()).toEqual([]);
  expect(stack.state).toEqual([]);
  expect(world.log.text).toContain("info: role scanner is predefined and cannot be deleted: it is left as it is.");
});

test('deletionPolicy: "retain" lets go without a request', async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor({ deletionPolicy: "retain" })]);
  world.emulator.clearRequests();
  await stack.destroy();
  expect(world.emulator.requests).toEqual([]);
  expect(live()).toBeDefined();
});

test("a change of policy alone is an update that sends nothing", async () => {
  const { stack, world } = setUp();
  await stack.up([auditor()]);
  world.emulator.clearRequests();
  expect((await stack.up([auditor({ deletionPolicy: "retain" })])).map(({ op }) => op)).toEqual(["update"]);
  expect(world.emulator.requests).toEqual([]);
  expect(stack.state[0]?.outputs).toMatchObject({ deletionPolicy: "retain" });
  expect((await stack.up([auditor()])).map(({ op }) => op)).toEqual(["update"]);
  expect(stack.state[0]?.outputs).not.toHaveProperty("deletionPolicy");
});

test.each(["reset-after", "500-after", "502-html-after", "timeout-after", "truncated-json"] as const)(
  "a create whose answer is lost (%s) is settled by reading back, without a second POST",
  async (kind) => {
    const { stack, world } = setUp();
    world.emulator.faults.add({ match: { method: "POST", path: "/roles" }, kind });
    expect(await settled(stack, [auditor()])).toEqual(["create"]);
    expect(world.emulator.writes()).toHaveLength(1);
  },
);

test.each(["reset-before", "500", "503", "timeout"] as const)(
  "a create that did not arrive (%s) is sent again once that is known",
  async (kind) => {
    const { stack, world, live } = setUp();
    world.emulator.faults.add({ match: { method: "POST", path: "/roles" }, kind });
    expect(await settled(stack, [auditor()])).toEqual(["create"]);
    expect(live()).toBeDefined();
  },
);

test("a key of another account reads and writes nothing, and both accounts are named", async () => {
  const world = new World({
    seed: { accounts: [{ account: { id: "999999999999" }, apiKeys: [{ id: "other", secret: "other-secret" }] }] },
  });
  const stack = new Stack(() => world.session());
  await stack.up([auditor()]);
  const foreign = new Stack(() => world.session({ apiKey: "other:other-secret" }));
  foreign.state = structuredClone(stack.state);
  const before = world.emulator.snapshot();
  for (const step of [() => foreign.refresh(), () => foreign.destroy(), () => foreign.up([auditor({ name: "X" })])]) {
    await expect(step()).rejects.toThrow(
      /belongs to account 999999999999, but role auditor belongs to account 012345678912/,
    );
  }
  expect(foreign.state).toHaveLength(1);
  expect(world.emulator.snapshot()).toEqual(before);
});

test("cloudone:accountId fails a run with a key of another account before anything else", async () => {
  const { world } = setUp();
  const stack = new Stack(() => world.session({ accountId: "999999999999" }));
  await expect(stack.preview([auditor()])).rejects.toThrow(
    "belongs to account 012345678912, but cloudone:accountId is 999999999999",
  );
});

test("readOnly refuses writes by name, and takes over what is as declared", async () => {
  const { world, live } = setUp();
  const stack = new Stack(() => world.session({ readOnly: true }));
  await expect(stack.up([auditor()])).rejects.toThrow("cloudone:readOnly");
  expect(live()).toBeUndefined();
  world.emulator.edit.createRole({
    id: "auditor",
    name: "Auditor",
    description: "Reads all",
    serviceRoleURNs: [READ, AUDIT],
  });
  expect(await settled(stack, [auditor()])).toEqual(["create"]);
});

test.each([
  [{ roleId: "Bad Id" }, 'roleId: "Bad Id": a role id must consist of lowercase letters'],
  [{ roleId: undefined }, "roleId: a role id is required"],
  [{ name: " " }, "name: a role's name must not be empty"],
  [{ serviceRoleURNs: [READ, "nonsense"] }, "serviceRoleURNs[1]: a service role URN has the form urn:cloudone:"],
  [
    { serviceRoleUrns: [] },
    "serviceRoleUrns: there is no such argument: did you mean serviceRoleURNs? There are roleId, name",
  ],
  [{ adopt: "always" }, 'adopt: "always": adopt must be "identical"'],
])("%j is refused at preview", async (changes, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([auditor(changes)])).rejects.toThrow(reason);
  expect(world.emulator.requests).toEqual([]);
});

test.each([{}, { adopt: "overwrite" }])(
  "a predefined role that is declared is answered with its id: %j",
  async (more) => {
    const { world, stack } = setUp();
    const program: Declaration[] = [
      {
        class: "Role",
        name: "admins",
        inputs: { roleId: "full-access", name: "Admins", serviceRoleURNs: [], ...more },
      },
    ];
    await expect(stack.preview(program)).rejects.toThrow(
      'role full-access: a predefined role can be neither changed nor deleted. To give it to someone, write roleId: "full-access"',
    );
    expect(world.emulator.writes()).toEqual([]);
  },
);
