import { expect, test } from "@jest/globals";
import { type Args, role, single } from "../../doubles/declarations.js";
import { allowIn, refusal, setScene } from "../../doubles/scene.js";
import type { Declaration } from "../../doubles/stack.js";
import { IDENTITY, READ } from "../../doubles/urns.js";

const NAMES = ["ann", "bob", "cas"];

/** Root and boss are admins, the others are operators; the role empty holds nothing. */
function setUp() {
  const user = (roleID: string) => (name: string) => ({ id: `u-${name}`, email: `${name}@example.com`, roleID });
  const scene = setScene({
    seed: {
      roles: [{ id: "operator", serviceRoleURNs: [READ] }, { id: "empty" }],
      users: [...["root", "boss"].map(user("full-access")), ...NAMES.map(user("operator"))],
    },
  });
  const { stack, said } = scene;
  const warnings = async (program: Declaration[]) =>
    (await said(() => stack.preview(program))).filter((line) => line.includes("guard."));
  return { ...scene, warnings };
}

const assign = (name: string, roleId: string, guard?: Args): Declaration =>
  single({ email: `${name}@example.com`, roleId, ...(guard && { guard }) }, name);
const operator = (urns: string[], guard?: Args): Declaration =>
  role("operator", urns, { name: "Role operator", adopt: "overwrite", ...(guard && { guard }) });

test.each([
  ["a user", "protectedUsers", { protectedUsers: ["ann@*"] }],
  ["a user", "maxRemovals", { maxRemovals: 0 }],
  ["a role", "protectedRoles", { protectedRoles: ["operator"], maxRemovals: 0 }],
  ["a role", "protectedUsers", { protectedUsers: ["ann@*"] }],
  ["a role", "maxRemovals", { maxRemovals: 0 }],
])(
  "preview refuses what a guard of %s is sure to refuse, and its digest allows it at up: %s",
  async (what, name, own) => {
    const { stack, user, urns, writes, clear } = setUp();
    const [before, after, shown] =
      what === "a user"
        ? [
            (guard: Args) => [assign("ann", "operator", guard)],
            (guard: Args) => [assign("ann", "empty", guard)],
            "ann@example.com (role operator → empty)",
          ]
        : [
            (guard: Args) => [operator([READ], guard)],
            (guard: Args) => [operator([], guard)],
            `role operator (loses ${READ})`,
          ];
    const live = () => [user("u-ann"), urns("operator")];
    const found = live();
    for (const isStored of [false, true]) {
      if (isStored) await stack.up(before(own));
      clear();
      const refused = await refusal(stack.preview(after(own)));
      expect(refused).toContain(`guard.${name}: `);
      expect(refused).toContain(`Refused, before anything was written: ${shown}`);
      expect(writes()).toEqual([]);
      await expect(stack.up(after({ ...own, allow: "0000000000000000" }))).rejects.toThrow(name);
      expect(live()).toEqual(found);
      const allowed = after({ ...own, allow: allowIn(refused) });
      await (isStored ? stack.up(allowed) : stack.preview(allowed));
    }
    expect(live()).toEqual(what === "a user" ? ["empty enabled", [READ]] : ["operator enabled", []]);
  },
);

test("a user is protected by an address that they had, at preview too", async () => {
  const { stack, edit } = setUp();
  const guard = { protectedUsers: ["ann@*"] };
  await stack.up([assign("ann", "operator", guard)]);
  edit.modifyUser("u-ann", { email: "anna.new@example.com" });
  await stack.refresh();
  const moved = (roleId: string) => [single({ email: "anna.new@example.com", roleId, guard }, "ann")];
  await stack.up(moved("operator"));
  await expect(stack.preview(moved("empty"))).rejects.toThrow("guard.protectedUsers: anna.new@");
});

test("preview warns once of the removal that is one too many, whether or not the users are stored", async () => {
  const { stack, warnings } = setUp();
  const all = (roleId: string) => NAMES.map((name) => assign(name, roleId, { maxRemovals: 2 }));
  const says = [
    "warning: guard.maxRemovals: 3 removals in this run, at most 2: `pulumi up` refuses cas@example.com (role operator → empty)",
  ];
  expect(await warnings(all("empty"))).toEqual(says);
  await stack.up(all("operator"));
  expect(await warnings(all("empty"))).toEqual(says);
  expect(await warnings(all("operator"))).toEqual([]);
});

test("each removal that is one too many has the same count at preview and at up", async () => {
  const { stack, log, warnings } = setUp();
  const program = NAMES.map((name) => assign(name, "empty", { maxRemovals: 1 }));
  const says = "guard.maxRemovals: 2 removals in this run, at most 1";
  expect((await warnings(program)).map((line) => line.includes(says))).toEqual([true, true]);
  log.lines.length = 0;
  await expect(stack.up(program)).rejects.toThrow(says);
  expect(log.text).not.toContain("3 removals");
});

test("preview warns if too few admins are left by what it knows so far, and counts those who become one", async () => {
  const { stack, warnings } = setUp();
  const says =
    "warning: guard.minimumAdmins: 0 enabled admins would be left of 2, at least 1: `pulumi up` refuses " +
    "boss@example.com (role full-access → operator), unless another resource makes someone an admin before";
  const both = [assign("root", "operator"), assign("boss", "operator")];
  expect(await warnings(both)).toEqual([says]);
  expect(await warnings([assign("root", "operator")])).toEqual([]);
  expect(await warnings([assign("ann", "full-access"), ...both])).toEqual([]);
  await stack.up([assign("root", "full-access"), assign("boss", "full-access")]);
  expect(await warnings(both)).toEqual([says]);
});

test("up judges what is not known yet at preview", async () => {
  const { stack, warnings } = setUp();
  const ann = { ...assign("ann", "made", { protectedUsers: ["ann@*"] }), refs: { roleId: "maker" } };
  const program = [role("made", [], {}, "maker"), ann];
  expect(await warnings(program)).toEqual([]);
  await expect(stack.up(program)).rejects.toThrow("guard.protectedUsers: ann@example.com (role operator → made)");
});

test("preview counts the narrowing of a role among the removals, and warns of too few admins", async () => {
  const { edit, warnings } = setUp();
  const narrowed = { ...operator([], { maxRemovals: 1 }), after: ["ann"] };
  expect(await warnings([assign("ann", "empty"), narrowed])).toEqual([
    `warning: guard.maxRemovals: 2 removals in this run, at most 1: \`pulumi up\` refuses role operator (loses ${READ})`,
  ]);
  for (const id of ["u-root", "u-boss"]) edit.modifyUser(id, { roleID: "operator" });
  edit.modifyRole("operator", { serviceRoleURNs: [READ, IDENTITY] });
  expect((await warnings([operator([READ])])).join()).toContain(
    "guard.minimumAdmins: 0 enabled admins would be left of 5",
  );
});

test("preview does not warn of a narrowing that no guard limits", async () => {
  const { warnings } = setUp();
  expect(await warnings([operator([])])).toEqual([]);
});
