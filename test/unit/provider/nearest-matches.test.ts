import { expect, test } from "@jest/globals";
import { noSuchRole } from "../../../provider/apply/no-such-role.js";
import { nearestEmail } from "../../../provider/plan/nearest.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";

const PENDING = { email: "eve@example.com", roleID: "auditor" };

function setUp(more: object = {}) {
  const world = new World({
    seed: {
      roles: [{ id: "auditor" }, { id: "operator" }],
      users: [
        { email: "root@example.com", roleID: "full-access" },
        { email: "Anna.Berg@example.com", roleID: "auditor" },
      ],
      invitations: [PENDING],
      ...more,
    },
  });
  const stack = new Stack(() => world.session());
  const said = async (program: Declaration[]) => {
    world.log.lines.length = 0;
    const failed = await stack.preview(program).then(
      () => "",
      (error: Error) => error.message,
    );
    return [...world.log.lines, failed].join("\n");
  };
  return { world, said, stack };
}

const single = (email: string, roleId = "auditor"): Declaration => ({
  class: "UserAssignment",
  name: "it",
  inputs: { email, roleId },
});
const set = (email: string, roleId = "auditor", more = {}): Declaration => ({
  class: "UserAssignmentSet",
  name: "it",
  inputs: { users: { [email]: roleId }, ...more },
});

test("an address with slips on either side of the @ is taken for the nearest one, and no short name for another", () => {
  const known = ["Anna.Berg@example.com", "bob@example.com", "root@example.com"];
  expect(nearestEmail("ana.berg@example.com", known)).toBe("Anna.Berg@example.com");
  expect(nearestEmail("anna.berg@exmaple.com", known)).toBe("Anna.Berg@example.com");
  expect(nearestEmail("bab@example.com", known)).toBe("bob@example.com");
  expect(nearestEmail("ann@example.com", known)).toBeUndefined();
  expect(nearestEmail("anna.berg@other.org", known)).toBeUndefined();
});

test.each([single, set])("a misspelt address is answered with the nearest one: %#", async (declare) => {
  const { said } = setUp();
  const near = await said([declare("ana.berg@example.com")]);
  expect(near).toContain(
    "(looked through the complete list twice): did you mean Anna.Berg@example.com? Correct the address",
  );
  expect(await said([declare("somebody.else@example.com")])).toContain("twice). Correct the address");
});

test.each([single, set])("an address that is only invited is said to be so: %#", async (declare) => {
  const { said } = setUp();
  expect(await said([declare("Eve@example.com")])).toMatch(
    /twice\): it has a pending invitation until \S+ with the role auditor, which no one has accepted yet\. Run again once someone has, or set ifMissing: "invite"/,
  );
});

test.each([single, set])("a key that may not list invitations gets the rest of the message: %#", async (declare) => {
  const { world, said } = setUp();
  world.emulator.faults.add({ match: { path: "/invitations" }, kind: "403-echo", times: Number.POSITIVE_INFINITY });
  expect(await said([declare("ana.berg@example.com")])).toContain("did you mean Anna.Berg@example.com?");
});

test.each(["403-echo", "404-html", "401"] as const)(
  "up answers a misspelt role id with the nearest one too, and without it if the list cannot be read: %s",
  async (kind) => {
    const { world, stack } = setUp();
    const run = (roleId: string) => stack.up([single("anna.berg@example.com", roleId)]);
    await expect(run("audtor")).rejects.toThrow(
      "there is no role audtor in the account: did you mean auditor? Nothing was",
    );
    await expect(run("nobody-made-it")).rejects.toThrow("there is no role nobody-made-it in the account. Nothing was");
    world.emulator.faults.add({ match: { path: "/roles" }, kind, times: Number.POSITIVE_INFINITY });
    expect((await noSuchRole(world.session(), "audtor", "Nothing was written.")).message).toBe(
      "there is no role audtor in the account. Nothing was written.",
    );
    expect(world.emulator.writes()).toEqual([]);
  },
);

test("preview doubts a misspelt role id of a user who is in the state already", async () => {
  const { said, stack } = setUp();
  await stack.up([single("anna.berg@example.com")]);
  expect(await said([single("anna.berg@example.com", "operatr")])).toContain(
    "role operatr does not exist yet: `pulumi up` fails unless something creates it before this assignment. Did you mean operator?",
  );
  for (const roleId of ["operator", "full-access"]) {
    expect(await said([single("anna.berg@example.com", roleId)])).not.toContain("does not exist");
  }
});

test("a misspelt role id is answered with the nearest one of the account or the program", async () => {
  const { said } = setUp();
  expect(await said([single("anna.berg@example.com", "audtor")])).toContain(
    "role audtor does not exist yet: `pulumi up` fails unless something creates it before this assignment. Did you mean auditor?",
  );
  const there = "there is no role operatr in the account, and this program declares none";
  expect(await said([set("anna.berg@example.com", "operatr")])).toContain(`${there}: did you mean operator?`);
  const move = set("root@example.com", "full-access", {
    unmanaged: { moveTo: "operatr" },
    guard: { minimumAdmins: 0 },
  });
  expect(await said([move])).toContain(`unmanaged.moveTo: ${there}: did you mean operator?`);
  const role: Declaration = {
    class: "Role",
    name: "role",
    inputs: { roleId: "newcomer", name: "N", serviceRoleURNs: [] },
  };
  expect(await said([role, set("anna.berg@example.com", "newcomr")])).toContain("did you mean newcomer?");
  expect(await said([set("anna.berg@example.com", "nobody-made-it")])).not.toContain("did you mean");
});

test("of a whole list of wrong addresses only the first ones are looked up", async () => {
  const users = Array.from({ length: 40 }, (_, n) => ({ email: `person-number-${n}@example.com`, roleID: "auditor" }));
  const { said } = setUp({ users: [{ email: "root@example.com", roleID: "full-access" }, ...users] });
  const wrong = Object.fromEntries(users.map(({ email }) => [email.replace("person", "persom"), "auditor"]));
  const text = await said([{ class: "UserAssignmentSet", name: "it", inputs: { users: wrong } }]);
  expect(text.match(/no user of this account/g)).toHaveLength(40);
  expect(text.match(/did you mean/g)).toHaveLength(10);
});
