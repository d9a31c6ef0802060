import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { ACCOUNT, World } from "../../doubles/world.js";
import { entry, roles } from "./set-scene.js";

type Args = Record<string, unknown>;
const role = (roleId: string, urns: string[], more: Args = {}): Declaration => ({
  class: "Role",
  name: `role-${roleId}`,
  inputs: { roleId, ...entry(...urns), ...more },
});
const set = (roleId: string, urns: string[], more: Args = {}): Declaration => roles({ [roleId]: entry(...urns) }, more);
const KINDS: [string, typeof role][] = [
  ["Role", role],
  ["RoleSet", set],
];

function setUp() {
  const world = new World({
    seed: {
      roles: [{ id: "auditor", name: "A role", serviceRoleURNs: [READ, AUDIT] }],
      users: [{ id: "u-root", email: "root@example.com", roleID: "full-access" }],
    },
  });
  const hold = (users: number) => {
    for (let n = 0; n < users; n++) {
      const email = `u${String(n).padStart(2, "0")}@example.com`;
      world.emulator.edit.addUser({ id: `u-${n}`, email, roleID: "auditor" });
    }
  };
  return { world, stack: new Stack(() => world.session()), edit: world.emulator.edit, hold };
}

test.each(KINDS)(
  "a %s that is narrowed says at preview who holds the role: counted, and ten by name",
  async (_, declare) => {
    const { world, stack, edit, hold } = setUp();
    hold(12);
    edit.modifyUser("u-11", { state: "disabled" });
    edit.createApiKey({ id: "k-ci", secret: "s", alias: "CI", roleID: "auditor" });
    edit.invite({ email: "zoe@example.com", roleID: "auditor" });
    await stack.up([declare("auditor", [READ, AUDIT])]);
    world.log.lines.length = 0;
    await stack.preview([declare("auditor", [READ])]);
    expect(world.log.text).toContain(
      "loses read-only of audit, held by 11 enabled users, 1 other user, 1 API key, 1 invitation:",
    );
    expect(world.log.text).toMatch(/API key k-ci \(CI\),?\s+invitation of zoe@example.com,?\s+user u00@example.com/);
    expect(world.log.text).toMatch(/user u07@example.com\s+and 4 more/);
    expect(world.log.text).not.toContain("u08@example.com");
  },
);

test.each(KINDS)("a %s that a few hold names all of them", async (_, declare) => {
  const { world, stack, hold } = setUp();
  hold(2);
  await stack.up([declare("auditor", [READ, AUDIT])]);
  world.log.lines.length = 0;
  await stack.preview([declare("auditor", [READ])]);
  expect(world.log.text).toMatch(/held by (2 enabled users: )?user u00@example.com, user u01@example.com/);
});

test.each(KINDS)("a %s that is narrowed while no one holds it says only what it loses", async (_, declare) => {
  const { world, stack } = setUp();
  await stack.up([declare("auditor", [READ, AUDIT])]);
  world.log.lines.length = 0;
  await stack.preview([declare("auditor", [READ])]);
  expect(world.log.text).not.toContain("held by");
});

test("a Role that gains or stays as it is reads no holders", async () => {
  const { world, stack, hold } = setUp();
  hold(2);
  await stack.up([role("auditor", [READ, AUDIT])]);
  world.emulator.clearRequests();
  for (const more of [{}, { name: "Another", description: "Reads" }, { deletionPolicy: "retain" }]) {
    await stack.preview([role("auditor", [READ, AUDIT], more)]);
  }
  expect(world.emulator.requests).toEqual([]);
  await stack.preview([role("auditor", [READ, AUDIT, READ.replace("read-only", "full-access")])]);
  expect(world.emulator.requests.map(({ path }) => path)).toEqual(["/roles"]);
});

test("a Role is narrowed though the key may not list API keys, and says that others may hold it", async () => {
  const { world, stack, hold } = setUp();
  hold(1);
  await stack.up([role("auditor", [READ, AUDIT])]);
  world.emulator.faults.add({ match: { path: "/apikeys" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  await stack.preview([role("auditor", [READ])]);
  expect(world.log.text).toContain("loses read-only of audit, held by others that this API key may not read");
});

const urn = (service: string, roleName: string, account = ACCOUNT) =>
  `urn:cloudone:${service}:us-1:${account}:role/${roleName}`;
const DOUBTS: [string, string, string][] = [
  [
    "a misspelt service",
    urn("worklod", "read-only"),
    "no role of this account has a role of worklod. Did you mean workload?",
  ],
  [
    "a misspelt role",
    urn("workload", "read-onyl"),
    "no role of this account has role/read-onyl of workload. Did you mean role/read-only?",
  ],
  [
    "a role that is not in use",
    urn("audit", "writer"),
    "no role of this account has role/writer of audit; those in use are role/full-access, role/read-only",
  ],
  [
    "another account",
    urn("workload", "read-only", "999999999999"),
    `no role of this account has a URN of account 999999999999. This account is ${ACCOUNT}`,
  ],
];

test.each(KINDS.flatMap(([kind, declare]) => DOUBTS.map(([what, bad, text]) => ({ kind, declare, what, bad, text }))))(
  "a $kind with a URN of $what is doubted at preview, new or changed",
  async ({ declare, bad, text }) => {
    const { world, stack } = setUp();
    await stack.preview([declare("new", [READ, bad])]);
    expect(world.log.text).toContain(`warning: serviceRoleURNs of role new: ${text}`);
    await stack.up([declare("auditor", [READ, AUDIT])]);
    expect(world.log.text).not.toContain("of role auditor:");
    await stack.preview([declare("auditor", [READ, AUDIT, bad])]);
    expect(world.log.text).toContain(`warning: serviceRoleURNs of role auditor: ${text}`);
  },
);

test("what the account already has is not doubted, and several roles with one doubt share a line", async () => {
  const { world, stack, edit } = setUp();
  const [used, bad] = [urn("workload", "custom"), urn("workload", "other")];
  edit.createRole({ id: "by-hand", name: "By hand", serviceRoleURNs: [used] });
  await stack.preview([roles({ a: entry(used, bad), b: entry(bad) })]);
  expect(world.log.text).toContain("serviceRoleURNs of roles a, b: no role of this account has role/other of workload");
  expect(world.log.text).not.toContain("role/custom of");
});
