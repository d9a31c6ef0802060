import { describe, expect, test } from "@jest/globals";
import { type Args, role, roles, settings, single } from "../../doubles/declarations.js";
import { ROLE_WAYS } from "../../doubles/forms.js";
import { FOREVER, refusal, UNKNOWN } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ACCOUNT, type World } from "../../doubles/world.js";
import { BY_HAND, FORMS, setUp } from "./role-scene.js";

describe.each([
  { what: "role auditor", path: "/roles/auditor", one: role("auditor", [READ]) },
  {
    what: "assignment of user ann@example.com",
    path: "/users/u-ann",
    one: single({ email: "ann@example.com", roleId: "scanner" }),
  },
  {
    what: "settings of account 012345678912",
    path: `/accounts/${ACCOUNT}`,
    one: settings({ timezone: "Asia/Tokyo" }),
  },
])("$what stays in the state", ({ what, path, one }) => {
  const KINDS = ["401", "403-empty", "500", "502-html", "404-html", "wrong-content-type", "wrong-shape"] as const;
  test.each([...KINDS, "reset-before", "timeout"] as const)("if its read fails with %s, and says why", async (kind) => {
    const { stack, faults } = setUp();
    await stack.up([one]);
    const before = structuredClone(stack.state);
    faults.add({ match: { path }, kind, times: FOREVER });
    const failed = await refusal(stack.refresh());
    expect(failed).toContain(`Cannot read ${what}: `);
    expect(failed).toContain(`GET ${path}`);
    expect(stack.state).toEqual(before);
  });
});

test("a refresh that would have to wait too long says how long, and keeps the role in the state", async () => {
  const { stack, faults } = setUp();
  await stack.up([role("auditor", [READ])]);
  faults.add({ match: { path: /^\/roles/ }, kind: "503-retry-after", retryAfterSeconds: 600, times: FOREVER });
  await expect(stack.refresh()).rejects.toThrow("600 s");
  expect(stack.state).toHaveLength(1);
});

type Holding = (edit: World["emulator"]["edit"]) => unknown;
const HOLDERS: [string, Holding, string][] = [
  ["a user", (edit) => edit.modifyUser("u-ann", { roleID: "auditor" }), "user ann@example.com"],
  [
    "a disabled user",
    (edit) => edit.modifyUser("u-ann", { roleID: "auditor", state: "disabled" }),
    "user ann@example.com (disabled)",
  ],
  ["an API key", (edit) => edit.createApiKey({ id: "ci", secret: "s3cret", roleID: "auditor" }), "API key ci"],
  [
    "an invitation",
    (edit) => edit.invite({ email: "bob@example.com", roleID: "auditor" }),
    "invitation of bob@example.com",
  ],
];

describe.each(ROLE_WAYS)("a role that was declared $way", ({ way, first, last }) => {
  test.each(HOLDERS)("is not deleted while it is held by %s", async (_, hold, name) => {
    const { stack, edit, live, log } = setUp({ deleteRoleInUse: "allowed" });
    await stack.up(first("auditor", [READ]));
    hold(edit);
    if (way === "dropped from a set") {
      // It retires, and goes with a later run.
      await stack.up(last());
      expect(log.text).toContain(`warning: role auditor is dropped but still held by ${name}`);
      expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
    } else await expect(stack.up(last())).rejects.toThrow(`it is still held by ${name}`);
    expect(live()).toBeDefined();
    expect(stack.state).toHaveLength(1);
  });

  test.each(["/users", "/apikeys", "/invitations"])("is not deleted while GET %s is refused", async (path) => {
    const { stack, faults, live } = setUp();
    await stack.up(first("auditor", [READ]));
    faults.add({ match: { method: "GET", path }, kind: "403-empty", times: FOREVER });
    await expect(stack.up(last())).rejects.toThrow(`GET ${path}`);
    expect(live()).toBeDefined();
  });
});

describe.each(FORMS)("a role that is declared $form", ({ form, auditor }) => {
  test("is not written under readOnly, but taken over if it is as declared", async () => {
    const { world, live, edit } = setUp();
    const stack = new Stack(() => world.session({ readOnly: true }));
    await expect(stack.up([auditor()])).rejects.toThrow("cloudone:readOnly");
    expect(live()).toBeUndefined();
    edit.createRole(BY_HAND);
    // The set itself is in the state by now.
    expect(await settled(stack, [auditor()])).toEqual([form === "alone" ? "create" : "update"]);
  });
});

const alone = (changes: Args) => role("auditor", [READ], changes);
const entry = { name: "X", serviceRoleURNs: [] };
const REFUSED: [Declaration, string][] = [
  [alone({ roleId: "Bad Id" }), 'roleId: "Bad Id": a role id must consist of lowercase letters'],
  [alone({ roleId: undefined }), "roleId: a role id is required"],
  [alone({ name: " " }), "name: a role's name must not be empty"],
  [role("auditor", [READ, "nonsense"]), "serviceRoleURNs[1]: a service role URN has the form urn:cloudone:"],
  [
    alone({ serviceRoleUrns: [] }),
    "serviceRoleUrns: there is no such argument: did you mean serviceRoleURNs? There are roleId, name",
  ],
  [alone({ adopt: "always" }), 'adopt: "always": adopt must be "identical"'],
  [alone({ guard: { maxRemovals: -1 } }), "guard.maxRemovals: maxRemovals must be at least 0"],
  [
    alone({ guard: { maxRemovalFraction: 25 } }),
    "guard.maxRemovalFraction: maxRemovalFraction must be at most 1: it is a fraction",
  ],
  [
    alone({ guard: { maxRemoval: 1 } }),
    "there is no such argument: did you mean maxRemovals? There are maxRemovals, maxRemovalFraction",
  ],
  [roles({}), "the set is empty; if you mean that, set allowEmpty: true"],
  [roles({ "full-access": entry }), "roles.full-access: a predefined role can be neither changed nor deleted"],
  [roles({ "Bad Id": entry }), "roles.Bad Id: a role id must consist of lowercase letters, digits and hyphens"],
  [roles({ a: null }), "roles.a: a role must be an object with name and serviceRoleURNs"],
  [roles({ a: { ...entry, urns: [] } }), "roles.a.urns: there is no such argument"],
  [roles({ a: { name: "A", serviceRoleURNs: ["nonsense"] } }), "roles.a.serviceRoleURNs[0]"],
  [roles(UNKNOWN), "the role ids must be known at preview"],
  [roles({ auditor: entry }, { exclude: ["aud*"] }), "it is both declared and excluded"],
  [roles({ a: entry }, { guard: { maxRemovalFraction: -0.1 } }), "maxRemovalFraction must be at least 0"],
];

test.each(REFUSED)("%j is refused at preview without a request", async (declaration, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([declaration])).rejects.toThrow(reason);
  expect(world.emulator.requests).toEqual([]);
});
