import { expect, test } from "@jest/globals";
import { settled } from "../../doubles/settled.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";
import { auditor, setUp } from "./role-scene.js";

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
