import type { UserAssignmentSetInputs } from "../../../provider/plan/users/user-assignment-set.js";
import type { UsersPlan } from "../../../provider/plan/users/users.js";
import { KINDS } from "../kinds.js";
import type { Defect } from "./defects.js";

const { RoleSet: roleSet, UserAssignmentSet: userSet } = KINDS;

/** A set of users whose plans are altered. */
function planning(change: (plan: UsersPlan) => UsersPlan): typeof userSet {
  return {
    ...userSet,
    async preview(...call) {
      const preview = await userSet.preview(...call);
      return { ...preview, plan: change(preview.plan) };
    },
    async compare(...call) {
      const comparison = await userSet.compare(...call);
      return { ...comparison, plan: change(comparison.plan) };
    },
    plan: async (...call) => change(await userSet.plan(...call)),
  };
}

function withoutExclude({ exclude: _, ...declared }: UserAssignmentSetInputs): UserAssignmentSetInputs {
  return declared;
}

/** Mistakes that someone could make in a set. */
export const SET_DEFECTS: readonly Defect[] = [
  {
    name: "a set reports no removal to its guard",
    breaks: "guards hold",
    seed: 21,
    kinds: { UserAssignmentSet: planning((plan) => ({ ...plan, removals: [] })) },
  },
  {
    name: "a set forgets the last planned action",
    breaks: "it converges",
    kinds: {
      UserAssignmentSet: {
        ...userSet,
        apply: (session, declared, stored, plan) =>
          userSet.apply(session, declared, stored, { ...plan, actions: plan.actions.slice(0, -1) }),
      },
    },
  },
  {
    name: "a set writes during a preview",
    breaks: "nothing undeclared is written",
    kinds: {
      UserAssignmentSet: {
        ...userSet,
        async preview(session, declared, stored) {
          const preview = await userSet.preview(session, declared, stored);
          await userSet.apply(session, declared, undefined, preview.plan);
          return preview;
        },
      },
    },
  },
  {
    name: "a set excludes no one",
    breaks: "nothing undeclared is written",
    kinds: {
      UserAssignmentSet: {
        ...userSet,
        preview: (session, declared, stored) => userSet.preview(session, withoutExclude(declared), stored),
        compare: (session, id, declared, ...rest) => userSet.compare(session, id, withoutExclude(declared), ...rest),
        plan: (session, declared, ...rest) => userSet.plan(session, declared && withoutExclude(declared), ...rest),
      },
    },
  },
  {
    name: "a set lets go of a dropped member whose removal failed",
    breaks: "nothing leaves the state without proof",
    seed: 133,
    kinds: {
      UserAssignmentSet: {
        ...userSet,
        async apply(session, declared, stored, plan) {
          const { outputs, failures } = await userSet.apply(session, declared, stored, plan);
          const own = <T>(members: Record<string, T> = {}) =>
            Object.fromEntries(Object.entries(members).filter(([email]) => email in (declared?.users ?? {})));
          return { outputs: { ...outputs, users: own(outputs.users), userIds: own(outputs.userIds) }, failures };
        },
      },
    },
  },
  {
    name: "a set lets go of a dropped role while someone holds it",
    breaks: "nothing leaves the state without proof",
    seed: 130,
    kinds: {
      RoleSet: {
        ...roleSet,
        async apply(session, declared, stored, plan) {
          const { outputs, failures } = await roleSet.apply(session, declared, stored, plan);
          return { outputs: { ...outputs, retiring: [] }, failures };
        },
      },
    },
  },
  {
    name: "a pending invitation is sent again",
    breaks: "nothing undeclared is written",
    seed: 68,
    session: ({ inventory: { invitations } }) => {
      invitations.find = async () => [];
    },
  },
];
