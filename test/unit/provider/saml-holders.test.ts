import { describe, expect, test } from "@jest/globals";
import type { FaultKind, Switches } from "../../../emulator/index.js";
import { type Transport, TransportError } from "../../../provider/client/index.js";
import type { Config } from "../../../provider/config/config.js";
import { entry, role, roles, single } from "../../doubles/declarations.js";
import { ROLE_FORMS, ROLE_WAYS } from "../../doubles/forms.js";
import { FOREVER, setScene } from "../../doubles/scene.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import type { World } from "../../doubles/world.js";

const LIST = "/saml-users";
const WIDE = [READ, AUDIT];

/** A run in which the role auditor is deleted, or narrowed from two URNs to one, unless someone holds it. */
interface Taking {
  what: string;
  before: Declaration[];
  program: Declaration[];
  /** How it fails if someone holds the role; a set may go on without it. */
  fails: RegExp | undefined;
}

const HELD = /held by SAML user sam@x/;
const KEEPER = { keeper: entry(READ) };
const DELETION: Taking = { what: "a deletion", before: [role("auditor", WIDE)], program: [], fails: HELD };
const TAKINGS: Taking[] = [
  ...ROLE_WAYS.map(({ way, first, last }) => ({
    what: `a deletion of a role that was declared ${way}`,
    before: first("auditor", WIDE),
    program: last(),
    fails: way === "dropped from a set" ? undefined : HELD,
  })),
  {
    what: "a replacement",
    before: [role("auditor", WIDE, {}, "it")],
    program: [role("other", WIDE, {}, "it")],
    fails: HELD,
  },
  {
    what: "a set that deletes unmanaged roles",
    before: [roles(KEEPER)],
    program: [roles(KEEPER, { unmanaged: "delete" })],
    fails: undefined,
  },
  ...ROLE_FORMS.flatMap(({ form, declare }) =>
    [
      { guard: { maxRemovals: 0 }, fails: form === "alone" ? /guard\.maxRemovals/ : HELD },
      { guard: { protectedUsers: ["SAM@*"] }, fails: /guard\.protectedUsers/ },
    ].map(({ guard, fails }) => ({
      what: `a narrowing of a role that is declared ${form}, under ${Object.keys(guard)}`,
      before: [declare("auditor", WIDE, { guard })],
      program: [declare("auditor", [READ], { guard })],
      fails,
    })),
  ),
];

interface Scene {
  switches?: Partial<Switches>;
  config?: Partial<Config>;
  held?: boolean;
  fault?: FaultKind;
  transport?: (world: World) => Transport;
}

/** The role auditor, which only a SAML user holds, or no one. */
async function setUp({ before, program }: Taking, options: Scene = {}) {
  const { switches = {}, config = {}, held = true, fault, transport } = options;
  const scene = setScene({
    switches: { deleteRoleInUse: "allowed", ...switches },
    seed: {
      roles: [
        { id: "auditor", ...entry(...WIDE) },
        { id: "keeper", ...entry(READ) },
      ],
      samlUsers: held ? [{ subject: "sam@x\u202e", roleID: "auditor" }] : [],
    },
  });
  const { world, log, faults, clear, urns } = scene;
  if (fault !== undefined) faults.add({ match: { path: LIST }, kind: fault, times: FOREVER });
  const stack = new Stack(() => world.session(config, transport?.(world)));
  await stack.up(before);
  clear();
  log.lines.length = 0;
  return {
    ...scene,
    take: () => stack.up(program),
    /** How often the list was requested. */
    asked: () => world.emulator.requests.filter(({ path }) => path === LIST).length,
    /** Whether the role is there with both of its URNs. */
    isWhole: () => urns("auditor")?.length === 2,
    /** The messages that SAML users were not counted. */
    remarks: () => log.lines.filter((line) => line.includes("people who sign in by SSO were not counted")),
  };
}

describe.each(TAKINGS)("$what", (taking) => {
  const { fails } = taking;

  test("spares a role that only a SAML user holds, and names them", async () => {
    const { take, isWhole, log, remarks } = await setUp(taking);
    if (fails === undefined) await take();
    else await expect(take()).rejects.toThrow(fails);
    expect(isWhole()).toBe(true);
    if (fails === undefined) expect(log.text).toContain("held by SAML user sam@x");
    expect(log.text).not.toContain("\u202e");
    expect(remarks()).toEqual([]);
  });

  test("goes on if no one holds it: an empty list is read twice, and again right before a deletion", async () => {
    const { take, isWhole, asked, remarks } = await setUp(taking, { held: false });
    await take();
    expect(isWhole()).toBe(false);
    expect([2, 3]).toContain(asked());
    expect(remarks()).toEqual([]);
  });

  test.each<[string, Scene]>([
    ["the list is 401", { switches: { samlUsersList: 401 } }],
    ["the list is 403", { switches: { samlUsersList: 403, forbiddenBody: "html" } }],
    ["the list is 404", { switches: { samlUsersList: 404 } }],
    ["there is no such host", { switches: { samlHost: "absent" } }],
    ["a proxy answers 404 for the host", { fault: "404-html" }],
    ["the host takes no connection", { transport: unreachable("refused") }],
    ["the host has no name", { transport: unreachable("dns") }],
  ])("goes on with one warning under auto, and fails under required, if %s", async (_, scene) => {
    const auto = await setUp(taking, scene);
    await auto.take();
    expect(auto.isWhole()).toBe(false);
    expect(auto.remarks()).toEqual([
      expect.stringMatching(/^warning: people .* looks unused\. GET \/saml-users: .*to off\.$/),
    ]);
    const required = await setUp(taking, { ...scene, config: { samlUsers: "required" } });
    await expect(required.take()).rejects.toThrow("GET /saml-users: ");
    expect([required.isWhole(), required.remarks()]).toEqual([true, []]);
  });

  test.each<FaultKind>(["429-bare", "503", "timeout", "wrong-shape"])(
    "fails on a passing %s, whatever the setting, and leaves the role",
    (kind) => failsOn(taking, kind),
  );

  test("requests nothing if SAML users are off, and says so once", async () => {
    const { take, asked, isWhole, remarks } = await setUp(taking, { config: { samlUsers: "off" } });
    await take();
    expect([isWhole(), asked()]).toEqual([false, 0]);
    expect(remarks()).toEqual([
      expect.stringMatching(/^info: people .*cloudone:samlUsers \(CLOUDONE_SAML_USERS\) is off\.$/),
    ]);
  });
});

test.each<FaultKind>(["429-seconds", "500", "502-html", "reset-before", "truncated-json", "redirect"])(
  "a deletion fails on a passing %s",
  (kind) => failsOn(DELETION, kind),
);

test.each(["users", "saml-users", "samlUsers"] as const)(
  "a SAML user on the last page of a list called %s is a holder",
  async (samlUsersProperty) => {
    for (const samlUsersPaged of [true, false]) {
      const switches = { samlUsersProperty, samlUsersPaged, maxLimit: 2 };
      const { take, edit } = await setUp(DELETION, { switches, held: false });
      for (const n of [1, 2, 3, 4]) edit.addSamlUser({ subject: `s${n}`, roleID: "read-only" });
      edit.addSamlUser({ subject: "sam@x", roleID: "auditor" });
      await expect(take()).rejects.toThrow(HELD);
    }
  },
);

test("a list that breaks off half way is no list, even with a 403", async () => {
  const { take, edit, store, faults, isWhole } = await setUp(DELETION, { switches: { maxLimit: 1 } });
  for (const n of [1, 2, 3]) edit.addSamlUser({ subject: `s${n}`, roleID: "read-only" });
  edit.modifySamlUser([...store.samlUsers.keys()][0] ?? "", { roleID: "read-only" });
  faults.add({ match: { path: LIST, nth: 2 }, kind: "403-empty", times: FOREVER });
  await expect(take()).rejects.toThrow("GET /saml-users: 403");
  expect(isWhole()).toBe(true);
});

test("many deletions in one run read the SAML users just before each, if that is allowed, and warn once", async () => {
  const singles = Array.from({ length: 10 }, (_, n) => role(`r${n}`, [READ]));
  const members = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`m${n}`, entry(READ)]));
  for (const program of [singles, [...singles, roles(members, { deletionPolicy: "apply" })]]) {
    for (const samlUsersList of ["allowed", 403] as const) {
      const { world, log, stack, clear } = setScene({ switches: { samlUsersList } });
      await stack.up(program);
      clear();
      await stack.destroy();
      const asked = world.emulator.requests.filter(({ path }) => path === LIST);
      // A set reads them for its plan, and once for all its deletions.
      const deletions = program === singles ? 10 : 10 + 2;
      // An empty list counts only once it has been read twice.
      expect(asked).toHaveLength(samlUsersList === 403 ? 1 : deletions + 1);
      expect(log.lines.filter((line) => line.startsWith("warning: people who sign in by SSO"))).toHaveLength(
        samlUsersList === 403 ? 1 : 0,
      );
    }
  }
});

test("a run that takes nothing away requests no SAML users", async () => {
  const { world, stack } = setScene({ seed: { users: [{ email: "ann@example.com", roleID: "read-only" }] } });
  const ann = single({ email: "ann@example.com", roleId: "read-only" });
  for (const urns of [[READ], WIDE]) {
    const program = [role("auditor", urns), roles({ member: entry(...urns) }), ann];
    await stack.preview(program);
    await stack.up(program);
    await stack.refresh();
  }
  expect(world.emulator.requests.filter(({ path }) => path.startsWith("/saml"))).toEqual([]);
});

async function failsOn(taking: Taking, kind: FaultKind): Promise<void> {
  for (const samlUsers of ["auto", "required"] as const) {
    const { take, isWhole, remarks } = await setUp(taking, { config: { samlUsers }, fault: kind });
    await expect(take()).rejects.toThrow("GET /saml-users: ");
    expect([isWhole(), remarks()]).toEqual([true, []]);
  }
}

function unreachable(kind: "refused" | "dns"): NonNullable<Scene["transport"]> {
  return (world) => (request) =>
    request.url.includes("/saml-")
      ? Promise.reject(new TransportError("ECONNREFUSED", { kind, mayHaveArrived: false }))
      : world.transport(request);
}
