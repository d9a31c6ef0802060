import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";

const POLICIES = ["disable", "remove", "restore", "retain"] as const;

function setUp() {
  const world = new World({
    seed: {
      roles: [{ id: "auditor" }, { id: "operator" }],
      users: [
        { email: "root@example.com", roleID: "full-access" },
        ...POLICIES.map((policy) => ({ email: `${policy}@example.com`, roleID: "operator" })),
        ...Array.from({ length: 14 }, (_, n) => ({ email: `many${n}@example.com`, roleID: "operator" })),
      ],
    },
  });
  const stack = new Stack(() => world.session());
  /** What an `up` of the program says. */
  const told = async (program: Declaration[]) => {
    world.log.lines.length = 0;
    await stack.up(program);
    return [...world.log.lines];
  };
  return { world, stack, told };
}

const single = (policy: string): Declaration => ({
  class: "UserAssignment",
  name: policy,
  inputs: { email: `${policy}@example.com`, roleId: "auditor", deletionPolicy: policy },
});
const set = (users: Record<string, string>, removed: string): Declaration => ({
  class: "UserAssignmentSet",
  name: "team",
  inputs: { users, removed, guard: { maxRemovalFraction: 1 } },
});

test("up says what has become of each user who is no longer declared, by the policy", async () => {
  const { stack, told } = setUp();
  await stack.up(POLICIES.map(single));
  expect((await told([])).sort()).toEqual([
    'info: assignment of user retain@example.com is left as it is: deletionPolicy is "retain".',
    "info: user disable@example.com: disabled, role operator",
    "info: user remove@example.com: removed from the account",
    "info: user restore@example.com: given back what was found at create: enabled, role operator",
  ]);
});

test("who is as the policy wants already, or gone, is said to be so", async () => {
  const { world, stack, told } = setUp();
  await stack.up([single("disable"), single("remove")]);
  const [disabled, removed] = ["disable", "remove"].map(
    (name) => [...world.emulator.store.users.values()].find(({ email }) => email.startsWith(name))?.id ?? "",
  );
  world.emulator.edit.modifyUser(disabled ?? "", { roleID: "operator", state: "disabled" });
  world.emulator.edit.removeUser(removed ?? "");
  world.emulator.clearRequests();
  expect((await told([])).sort()).toEqual([
    "info: user disable@example.com: disabled, role operator already",
    "info: user remove@example.com: gone from the account already",
  ]);
  expect(world.emulator.writes()).toEqual([]);
});

test.each([
  ["disable", "disabled, role operator"],
  ["remove", "removed from the account"],
  ["restore", "given back what was found at create: enabled, role operator"],
  ["retain", 'left as they are, since removed is "retain"'],
])("up says what has become of the members that a set drops: %s", async (removed, fate) => {
  const { stack, told } = setUp();
  const many = Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`many${n}@example.com`, "auditor"]));
  await stack.up([set({ ...many, "root@example.com": "full-access" }, removed)]);
  const { "many0@example.com": first = "", ...rest } = many;
  const one = await told([set({ ...rest, "root@example.com": "full-access" }, removed)]);
  expect(first).toBe("auditor");
  expect(one.at(-1)).toBe(`info: user many0@example.com: ${fate}`);
  const all = await told([set({ "root@example.com": "full-access" }, removed)]);
  expect(all.at(-1)?.split("\n")[0]).toBe(`info: 13 users: ${fate}:`);
  expect(all.at(-1)?.split("\n")).toHaveLength(12);
  expect(all.at(-1)).toContain("\n  and 3 more (everyone's role and state: npx pulumi-cloudone access)");
});

test("a member whose access is not taken away is not said to be dealt with", async () => {
  const { world, stack, told } = setUp();
  await stack.up([set({ "disable@example.com": "auditor", "root@example.com": "full-access" }, "disable")]);
  const id = [...world.emulator.store.users.values()].find(({ email }) => email.startsWith("disable"))?.id;
  world.emulator.faults.add({ match: { method: "POST", path: `/users/${id}` }, kind: "403-echo" });
  await expect(told([set({ "root@example.com": "full-access" }, "disable")])).rejects.toThrow("403");
  expect(world.log.text).not.toContain("disabled, role");
});

test("up says which roles it has deleted, alone and in a set", async () => {
  const { told } = setUp();
  const role = (id: string): Declaration => ({
    class: "Role",
    name: id,
    inputs: { roleId: id, name: id, serviceRoleURNs: [] },
  });
  const ids = Array.from({ length: 14 }, (_, n) => `made-in-the-program-${n}`);
  const set = (of: readonly string[]): Declaration => ({
    class: "RoleSet",
    name: "roles",
    inputs: {
      roles: Object.fromEntries(of.map((id) => [id, { name: id, serviceRoleURNs: [] }])),
      allowEmpty: true,
      guard: { maxRemovalFraction: 1 },
    },
  });
  await told([role("alone"), set(ids)]);
  expect((await told([set(ids.slice(1))])).slice(-2).sort()).toEqual([
    "info: role alone: deleted",
    "info: role made-in-the-program-0: deleted",
  ]);
  const many = (await told([set([])])).at(-1)?.split("\n");
  expect(many?.[0]).toBe("info: 13 roles: deleted:");
  expect(many?.at(-1)).toBe("  and 3 more");
});

test("up says which settings it gives back when they are no longer declared", async () => {
  const { world, stack, told } = setUp();
  const settings: Declaration = { class: "AccountSettings", name: "settings", inputs: { alias: "Ours" } };
  await stack.up([settings]);
  expect(await told([])).toEqual([
    'info: settings of account 012345678912: given back what was found at create:\n  alias: "Ours" → "Emulated account"',
  ]);
  await stack.up([settings]);
  world.emulator.edit.modifyAccount({ alias: "Emulated account" });
  expect(await told([])).toEqual(["info: settings of account 012345678912: already as they were found"]);
});
