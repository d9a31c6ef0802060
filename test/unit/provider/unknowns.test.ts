import { expect, test } from "@jest/globals";
import { UNKNOWN } from "../../../provider/plan/index.js";
import { CLASSES } from "../../../provider/plan/objects.js";
import { single } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import type { Declaration, RunFailed } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { ACCOUNT } from "../../doubles/world.js";

const GUARD = { maxRemovals: 3, protectedUsers: ["root@*"], protectedRoles: ["x"], adminRoles: ["full-access"] };

type Value = string | number | boolean | readonly Value[] | { [key: string]: Value };

const DECLARATIONS: (Omit<Declaration, "inputs"> & { inputs: Record<string, Value> })[] = [
  {
    class: "Role",
    name: "it",
    inputs: {
      roleId: "auditor",
      name: "Auditor",
      description: "Reads",
      serviceRoleURNs: [READ, AUDIT],
      adopt: "overwrite",
      deletionPolicy: "retain",
      guard: GUARD,
    },
  },
  {
    class: "UserAssignment",
    name: "it",
    inputs: {
      email: "ann@example.com",
      roleId: "read-only",
      state: "enabled",
      ifMissing: "invite",
      deletionPolicy: "restore",
      guard: GUARD,
    },
  },
  { class: "UserAssignment", name: "it", inputs: { userId: "ann", roleId: "full-access", state: "disabled" } },
  {
    class: "AccountSettings",
    name: "it",
    inputs: {
      accountId: ACCOUNT,
      alias: "Acme",
      locale: "en",
      timezone: "Asia/Tokyo",
      mfaRequired: true,
      deletionPolicy: "closeAccount",
      closeAccountConfirmation: ACCOUNT,
    },
  },
  {
    class: "RoleSet",
    name: "it",
    inputs: {
      roles: {
        auditor: { name: "Auditor", description: "Reads", serviceRoleURNs: [READ] },
        made: { name: "Made", serviceRoleURNs: [] },
      },
      adopt: "overwrite",
      unmanaged: "delete",
      exclude: ["keep"],
      allowEmpty: true,
      deletionPolicy: "apply",
      guard: GUARD,
    },
  },
  {
    class: "UserAssignmentSet",
    name: "it",
    inputs: {
      users: { "ann@example.com": "auditor", "bob@example.com": { roleId: "read-only", state: "disabled" } },
      removed: "restore",
      unmanaged: { moveTo: "read-only" },
      exclude: ["root@example.com"],
      allowEmpty: true,
      deletionPolicy: "apply",
      guard: GUARD,
    },
  },
];

/** Every place in a value, each with what the engine sends for a value that is not known yet. */
function* withUnknown(value: Value, path = ""): Generator<[string, Value]> {
  if (path !== "") yield [path, UNKNOWN];
  if (typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    for (const [place, changed] of withUnknown(inner, path === "" ? key : `${path}.${key}`)) {
      const copy = structuredClone(value) as Record<string, Value>;
      copy[key] = changed;
      yield [place, copy];
    }
  }
}

const CASES = DECLARATIONS.flatMap((one) =>
  [...withUnknown(one.inputs)].map(([place, inputs]) => ({
    ...one,
    place,
    inputs: inputs as Record<string, Value>,
    whole: one.inputs,
  })),
);

/** Where a set may have an unknown value at preview: in its members, and in where it moves others. */
const MAY_BE_UNKNOWN = /^(roles|users|unmanaged)\./;
const MUST_BE_KNOWN =
  /^[a-zA-Z]+: (it decides who loses what, so it must|the role ids must|the email addresses must) be known at preview/;

function setUp() {
  return setScene({
    seed: {
      roles: [{ id: "auditor", name: "By hand", serviceRoleURNs: [READ, AUDIT] }],
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "full-access" },
        { id: "bob", email: "bob@example.com", roleID: "auditor" },
      ],
    },
  });
}

test.each(CASES)(
  "$class with an unknown $place previews, new and stored, or says that it must be known",
  async (one) => {
    const { stack, writes, clear } = setUp();
    const { place, whole, ...declaration } = one;
    const previewed = () => stack.preview([declaration]).catch((error: RunFailed) => error.failures);
    const outcomes = [await previewed()];
    await stack.up([{ ...declaration, inputs: whole }]);
    clear();
    outcomes.push(await previewed());
    expect(writes()).toEqual([]);
    for (const outcome of outcomes) {
      const isNeeded = CLASSES[one.class].members !== undefined && !MAY_BE_UNKNOWN.test(place);
      if (isNeeded) expect(outcome).toEqual([expect.stringMatching(MUST_BE_KNOWN)]);
      else expect(outcome).toEqual([{ name: "it", op: expect.stringMatching(/create|update|replace/) }]);
    }
  },
);

test("a user without an account is no failure while it is not known yet whether to invite them", async () => {
  const { previewed } = setUp();
  const zoe = single({ email: "zoe@example.com", roleId: "read-only", ifMissing: UNKNOWN });
  expect(await previewed([zoe])).toEqual(["create"]);
});
