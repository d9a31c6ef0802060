import { expect, test } from "@jest/globals";
import { lifecycle } from "../../../provider/engine/lifecycle.js";
import { UNKNOWN } from "../../../provider/plan/index.js";
import type { Properties } from "../../../provider/resources/resource.js";
import { setScene } from "../../doubles/scene.js";
import { ACCOUNT } from "../../doubles/world.js";
import { KINDS, type Kinds } from "../../simulation/kinds.js";

/**
 * If another resource is replaced delete-before-create, the engine calls `diff` of each dependent with unknown inputs, before
 * this run's check, and deletes it if it would be replaced.
 */
interface Case {
  kind: keyof typeof KINDS;
  inputs: Properties;
  /** The properties that identify the object. */
  identity: string[];
  /** Another object of the same kind. */
  another: Properties;
}

const CASES: Case[] = [
  {
    kind: "Role",
    inputs: { roleId: "made", name: "Made", serviceRoleURNs: [] },
    identity: ["roleId"],
    another: { roleId: "auditor" },
  },
  {
    kind: "UserAssignment",
    inputs: { email: "ann@example.com", roleId: "auditor", deletionPolicy: "remove" },
    identity: ["email"],
    another: { email: "bob@example.com" },
  },
  {
    kind: "UserAssignment",
    inputs: { userId: "ann", roleId: "auditor" },
    identity: ["userId"],
    another: { userId: "bob" },
  },
  {
    kind: "UserAssignment",
    inputs: { email: "zoe@example.com", roleId: "auditor", ifMissing: "invite" },
    identity: ["email"],
    another: { email: "bob@example.com" },
  },
  {
    kind: "AccountSettings",
    inputs: { accountId: ACCOUNT, alias: "A", deletionPolicy: "closeAccount", closeAccountConfirmation: ACCOUNT },
    identity: ["accountId"],
    another: { accountId: "999999999999" },
  },
  {
    kind: "RoleSet",
    inputs: { roles: { made: { name: "Made", serviceRoleURNs: [] } }, deletionPolicy: "apply" },
    identity: ["roles"],
    another: {},
  },
  {
    kind: "UserAssignmentSet",
    inputs: { users: { "ann@example.com": "auditor" }, removed: "remove", deletionPolicy: "apply" },
    identity: ["users"],
    another: {},
  },
];

async function created({ kind, inputs }: Case, isChecked = false) {
  const scene = setScene({
    seed: {
      roles: [{ id: "auditor" }],
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
      ],
    },
  });
  const process = () => {
    const session = scene.world.session();
    // Other resources of the program have been checked already.
    if (isChecked) session.declarations.begin();
    const kinds: Kinds = KINDS;
    return lifecycle(kinds[kind], () => session);
  };
  const provider = () => {
    const made = process();
    void made.configure?.({ config: { get: () => undefined, require: () => "" } });
    return made;
  };
  const { id, outs = {} } = await provider().create(inputs);
  scene.clear();
  return { ...scene, provider, id, outs };
}

test.each(
  CASES.flatMap((one) => [
    { ...one, checked: 0 },
    { ...one, checked: 1 },
  ]),
)("an unknown $identity of a $kind replaces nothing, in a process that has checked $checked others", async (one) => {
  const { writes, log, provider, id, outs } = await created(one, one.checked > 0);
  const places = Object.keys(one.inputs).map((key) => ({ ...one.inputs, [key]: UNKNOWN }));
  const whole = Object.fromEntries(Object.keys(one.inputs).map((key) => [key, UNKNOWN]));
  // A declaration may also change from one way of identifying the user to the other.
  const other = one.identity.includes("email") ? [{ ...one.inputs, email: undefined, userId: UNKNOWN }] : [];
  for (const news of [...places, whole, ...other]) {
    const answer = await provider().diff?.(id, outs, news);
    expect(answer).toMatchObject({ changes: true });
    expect(answer?.replaces ?? []).toEqual([]);
  }
  expect(writes()).toEqual([]);
  expect(log.text).not.toContain("would lose");
});

test.each(CASES.filter(({ another }) => Object.keys(another).length > 0))(
  "an update of a $kind by $identity never writes to another object",
  async (one) => {
    const { world, provider, id, outs } = await created(one);
    const before = world.emulator.snapshot();
    await expect(provider().update?.(id, outs, { ...one.inputs, ...one.another })).rejects.toThrow(
      /Nothing was (written|sent)/,
    );
    expect(world.emulator.snapshot()).toEqual(before);
  },
);
