import { describe, expect, test } from "@jest/globals";
import type { FaultKind, Switches } from "../../../emulator/index.js";
import { type Transport, TransportError } from "../../../provider/client/index.js";
import type { Config } from "../../../provider/config/config.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

const LIST = "/saml-users";

type Args = Record<string, unknown>;
const entry = (...serviceRoleURNs: string[]) => ({ name: "A role", serviceRoleURNs });
const role = (urns: string[], more: Args = {}): Declaration => ({
  class: "Role",
  name: "r",
  inputs: { roleId: "auditor", ...entry(...urns), ...more },
});
const roles = (members: Args, more: Args = {}): Declaration => ({
  class: "RoleSet",
  name: "roles",
  inputs: { roles: members, ...more },
});
const keep = { keeper: entry(READ) };
const BOUND = { guard: { maxRemovals: 0 } };
const PROTECTED = { guard: { protectedUsers: ["SAM@*"] } };

interface Taking {
  /** What is declared at first; the role auditor holds two URNs. */
  before: Declaration[];
  /** What takes it away, or narrows it, unless somebody holds it. */
  take(stack: Stack): Promise<unknown>;
  /** Whether that fails where somebody holds it; a set may let it go on. */
  fails: RegExp | undefined;
}

/** Every way in which a role goes or gives something up for nobody's holding it. */
const TAKINGS: Record<string, Taking> = {
  "a deletion": { before: [role([READ, AUDIT])], take: (stack) => stack.destroy(), fails: /held by SAML user sam@x/ },
  "a replacement": {
    before: [role([READ, AUDIT])],
    take: (stack) => stack.up([role([READ, AUDIT], { roleId: "other" })]),
    fails: /held by SAML user sam@x/,
  },
  "a bounded narrowing": {
    before: [role([READ, AUDIT], BOUND)],
    take: (stack) => stack.up([role([READ], BOUND)]),
    fails: /guard\.maxRemovals/,
  },
  "a narrowing beside protected people": {
    before: [role([READ, AUDIT], PROTECTED)],
    take: (stack) => stack.up([role([READ], PROTECTED)]),
    fails: /guard\.protectedUsers/,
  },
  "a member dropped from a set": {
    before: [roles({ ...keep, auditor: entry(READ, AUDIT) })],
    take: (stack) => stack.up([roles(keep)]),
    fails: undefined,
  },
  "a set that goes with its roles": {
    before: [roles({ auditor: entry(READ, AUDIT) }, { deletionPolicy: "apply" })],
    take: (stack) => stack.destroy(),
    fails: /still held by SAML user sam@x/,
  },
  "a set that deletes what nobody declares": {
    before: [roles(keep)],
    take: (stack) => stack.up([roles(keep, { unmanaged: "delete" })]),
    fails: undefined,
  },
  "a bounded narrowing in a set": {
    before: [roles({ auditor: entry(READ, AUDIT) }, BOUND)],
    take: (stack) => stack.up([roles({ auditor: entry(READ) }, BOUND)]),
    fails: /held by SAML user sam@x/,
  },
  "a narrowing in a set beside protected people": {
    before: [roles({ auditor: entry(READ, AUDIT) }, PROTECTED)],
    take: (stack) => stack.up([roles({ auditor: entry(READ) }, PROTECTED)]),
    fails: /guard\.protectedUsers/,
  },
};

interface Scene {
  switches?: Partial<Switches>;
  config?: Partial<Config>;
  held?: boolean;
  fault?: FaultKind;
  transport?: (world: World) => Transport;
}

/** The taking's scene, with a SAML user who alone holds the role, or nobody. */
async function setUp({ before }: Taking, { switches = {}, config = {}, held = true, fault, transport }: Scene = {}) {
  const world = new World({
    switches: { deleteRoleInUse: "allowed", ...switches },
    seed: {
      roles: [
        { id: "auditor", ...entry(READ, AUDIT) },
        { id: "keeper", ...entry(READ) },
      ],
      samlUsers: held ? [{ subject: "sam@x\u202e", roleID: "auditor" }] : [],
    },
  });
  if (fault !== undefined) {
    world.emulator.faults.add({ match: { path: LIST }, kind: fault, times: Number.POSITIVE_INFINITY });
  }
  const stack = new Stack(() => world.session(config, transport?.(world)));
  await stack.up(before);
  world.emulator.clearRequests();
  world.log.lines.length = 0;
  const asked = () => world.emulator.requests.filter(({ path }) => path === LIST).length;
  /** Whether the role is there with both of its URNs. */
  const isWhole = () => world.emulator.store.roles.get("auditor")?.serviceRoleURNs.length === 2;
  const told = () => world.log.lines.filter((line) => line.includes("people who sign in by SSO were not counted"));
  return { world, stack, asked, isWhole, told };
}

describe.each(Object.entries(TAKINGS))("%s", (_, taking) => {
  const { take, fails } = taking;

  test("spares a role that only a SAML user holds, and names them", async () => {
    const { stack, isWhole, world, told } = await setUp(taking);
    if (fails === undefined) await take(stack);
    else await expect(take(stack)).rejects.toThrow(fails);
    expect(isWhole()).toBe(true);
    if (fails === undefined) expect(world.log.text).toContain("held by SAML user sam@x");
    expect(world.log.text).not.toContain("\u202e");
    expect(told()).toEqual([]);
  });

  test("goes on where nobody holds it, and asks for SAML users twice, since they are none, and again right before a deletion", async () => {
    const { stack, isWhole, asked, told } = await setUp(taking, { held: false });
    await take(stack);
    expect(isWhole()).toBe(false);
    expect([2, 3]).toContain(asked());
    expect(told()).toEqual([]);
  });

  test.each<[string, Scene]>([
    ["the list is 401", { switches: { samlUsersList: 401 } }],
    ["the list is 403", { switches: { samlUsersList: 403, forbiddenBody: "html" } }],
    ["the list is 404", { switches: { samlUsersList: 404 } }],
    ["there is no such host", { switches: { samlHost: "absent" } }],
    ["a proxy answers 404 for the host", { fault: "404-html" }],
    ["the host takes no connection", { transport: unreachable("refused") }],
    ["the host has no name", { transport: unreachable("dns") }],
  ])("where %s: auto says so once and goes on, required fails", async (_, scene) => {
    const auto = await setUp(taking, scene);
    await take(auto.stack);
    expect(auto.isWhole()).toBe(false);
    expect(auto.told()).toEqual([
      expect.stringMatching(/^warning: people .* looks unused\. GET \/saml-users: .*to off\.$/),
    ]);
    const required = await setUp(taking, { ...scene, config: { samlUsers: "required" } });
    await expect(take(required.stack)).rejects.toThrow("GET /saml-users: ");
    expect([required.isWhole(), required.told()]).toEqual([true, []]);
  });

  test.each<FaultKind>(["429-bare", "503", "timeout", "wrong-shape"])(
    "fails on a passing %s, whatever the setting, and leaves the role",
    (kind) => failsOn(taking, kind),
  );

  test("asks nothing where SAML users are off, and says so once", async () => {
    const { stack, asked, isWhole, told } = await setUp(taking, { config: { samlUsers: "off" } });
    await take(stack);
    expect([isWhole(), asked()]).toEqual([false, 0]);
    expect(told()).toEqual([
      expect.stringMatching(/^info: people .*cloudone:samlUsers \(CLOUDONE_SAML_USERS\) is off\.$/),
    ]);
  });
});

test.each<FaultKind>(["429-seconds", "500", "502-html", "reset-before", "truncated-json", "redirect"])(
  "a deletion fails on a passing %s",
  (kind) => failsOn(TAKINGS["a deletion"] as Taking, kind),
);

test.each(["users", "saml-users", "samlUsers"] as const)(
  "a SAML user on the last page of a list called %s is a holder",
  async (samlUsersProperty) => {
    const taking = TAKINGS["a deletion"] as Taking;
    for (const samlUsersPaged of [true, false]) {
      const scene = await setUp(taking, { switches: { samlUsersProperty, samlUsersPaged, maxLimit: 2 }, held: false });
      for (const n of [1, 2, 3, 4]) scene.world.emulator.edit.addSamlUser({ subject: `s${n}`, roleID: "read-only" });
      scene.world.emulator.edit.addSamlUser({ subject: "sam@x", roleID: "auditor" });
      await expect(scene.stack.destroy()).rejects.toThrow("held by SAML user sam@x");
    }
  },
);

test("a list that breaks off half way is no list, whatever it answers then", async () => {
  const taking = TAKINGS["a deletion"] as Taking;
  const { stack, world, isWhole } = await setUp(taking, { switches: { maxLimit: 1 } });
  for (const n of [1, 2, 3]) world.emulator.edit.addSamlUser({ subject: `s${n}`, roleID: "read-only" });
  world.emulator.edit.modifySamlUser([...world.emulator.store.samlUsers.keys()][0] ?? "", { roleID: "read-only" });
  world.emulator.faults.add({ match: { path: LIST, nth: 2 }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  await expect(stack.destroy()).rejects.toThrow("GET /saml-users: 403");
  expect(isWhole()).toBe(true);
});

test("many roles that go in one run ask for SAML users just before each goes, where that is allowed, and warn once", async () => {
  for (const samlUsersList of ["allowed", 403] as const) {
    const world = new World({ switches: { samlUsersList } });
    const stack = new Stack(() => world.session());
    await stack.up(
      Array.from({ length: 10 }, (_, n) => ({
        class: "Role",
        name: `r${n}`,
        inputs: { roleId: `r${n}`, ...entry(READ) },
      })),
    );
    world.emulator.clearRequests();
    await stack.destroy();
    const asked = world.emulator.requests.filter(({ path }) => path === LIST);
    // Nobody is among them: that counts from the second look on.
    expect(asked).toHaveLength(samlUsersList === 403 ? 1 : 10 + 1);
    expect(world.log.lines.filter((line) => line.startsWith("warning: people who sign in by SSO"))).toHaveLength(
      samlUsersList === 403 ? 1 : 0,
    );
  }
});

test("a run that takes nothing away asks for no SAML users", async () => {
  const world = new World({ seed: { users: [{ email: "ann@example.com", roleID: "read-only" }] } });
  const stack = new Stack(() => world.session());
  const program: Declaration[] = [
    role([READ]),
    roles({ member: entry(READ) }),
    { class: "UserAssignment", name: "ann", inputs: { email: "ann@example.com", roleId: "read-only" } },
  ];
  await stack.preview(program);
  await stack.up(program);
  await stack.refresh();
  const widened = [role([READ, AUDIT]), roles({ member: entry(READ, AUDIT) }), ...program.slice(2)];
  await stack.preview(widened);
  await stack.up(widened);
  expect(world.emulator.requests.filter(({ path }) => path.startsWith("/saml"))).toEqual([]);
});

async function failsOn(taking: Taking, kind: FaultKind): Promise<void> {
  for (const samlUsers of ["auto", "required"] as const) {
    const { stack, world, isWhole, told } = await setUp(taking, { config: { samlUsers } });
    world.emulator.faults.add({ match: { path: LIST }, kind, times: Number.POSITIVE_INFINITY });
    await expect(taking.take(stack)).rejects.toThrow("GET /saml-users: ");
    expect([isWhole(), told()]).toEqual([true, []]);
  }
}

function unreachable(kind: "refused" | "dns"): NonNullable<Scene["transport"]> {
  return (world) => (request) =>
    request.url.includes("/saml-")
      ? Promise.reject(new TransportError("ECONNREFUSED", { kind, mayHaveArrived: false }))
      : world.transport(request);
}
