import fc from "fast-check";
import type { Guard } from "../../../provider/plan/guard/guard.js";
import type { PendingInvitation } from "../../../provider/plan/users/invitations.js";
import type { UserAssignmentSetInputs, UserEntry } from "../../../provider/plan/users/user-assignment-set.js";
import type { LiveUser, Member } from "../../../provider/plan/users/user-members.js";
import { planUsers, type UsersPlan } from "../../../provider/plan/users/users.js";

export const ROLES: ReadonlyMap<string, readonly string[]> = new Map([
  ["full-access", ["r", "a", "w"]],
  ["read-only", ["r"]],
  ["auditor", ["r", "a"]],
  ["writer", ["w"]],
  ["empty", []],
]);

/** An account, a set's state and its declaration. */
export interface UserWorld {
  live: LiveUser[];
  invitations: PendingInvitation[];
  stored: Member[];
  former: string[];
  declared: UserAssignmentSetInputs;
  /** Ids of users, and addresses of invited people. */
  elsewhere: string[];
}

const roleId = fc.constantFrom(...ROLES.keys());
const state = fc.constantFrom("enabled" as const, "disabled" as const);
const binding = fc.record({ roleId, state });
const entry: fc.Arbitrary<UserEntry> = fc.oneof(roleId, fc.record({ roleId }), fc.record({ roleId, state }));

export const guard: fc.Arbitrary<Guard> = fc.record(
  {
    maxRemovals: fc.nat(4),
    maxRemovalFraction: fc.constantFrom(0, 0.2, 0.5, 1),
    protectedUsers: fc.subarray(["u0@*", "*1@x.com", "id-2"]),
    minimumAdmins: fc.nat(3),
    adminRoles: fc.subarray(["full-access", "auditor"], { minLength: 1 }),
  },
  { requiredKeys: [] },
);

const policies = fc.record(
  {
    removed: fc.constantFrom("disable", "remove", "restore", "retain"),
    unmanaged: fc.constantFrom("ignore", "report", "disable", "remove", { moveTo: "read-only" }, { moveTo: "empty" }),
    exclude: fc.subarray(["U7@*", "id-6", "*5@x.com"]),
    ifMissing: fc.constantFrom("invite", "invite", "fail"),
    guard,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Omit<UserAssignmentSetInputs, "users">>;

/** What a user is to the set. */
const part = fc.record({
  now: binding,
  declaredAs: fc.option(entry, { nil: undefined }),
  shout: fc.boolean(),
  found: fc.option(binding, { nil: undefined }),
  isElsewhere: fc.boolean(),
  /** Whether the set invited them, and what happened to the invitation. */
  invited: fc.option(fc.constantFrom("pending", "accepted", "gone"), { nil: undefined, freq: 3 }),
});

export const userWorld: fc.Arbitrary<UserWorld> = fc
  .record({ parts: fc.array(part, { maxLength: 8 }), policies })
  .map(({ parts, policies }) => {
    const declared = { users: {}, ...policies } as UserAssignmentSetInputs;
    const world: UserWorld = { live: [], invitations: [], stored: [], former: [], declared, elsewhere: [] };
    for (const [n, { now, declaredAs, shout, found, isElsewhere, invited }] of parts.entries()) {
      const email = `u${n}@x.com`;
      const isUser = invited === undefined || invited === "accepted";
      if (isUser) world.live.push({ id: `id-${n}`, email, ...now });
      if (invited === "pending") world.invitations.push({ email: email.toUpperCase(), roleID: now.roleId });
      const isExcludable = n >= 5;
      if (declaredAs !== undefined && !isExcludable)
        world.declared.users[shout ? email.toUpperCase() : email] = declaredAs;
      if (found !== undefined) world.stored.push({ email, userId: invited === undefined ? `id-${n}` : "", found });
      if (isElsewhere && declaredAs === undefined) world.elsewhere.push(isUser ? `id-${n}` : email);
    }
    return world;
  });

export function planOf({ live, invitations, stored, former, declared, elsewhere }: UserWorld): UsersPlan {
  return planUsers({
    declared,
    stored,
    former,
    live,
    invitations,
    roles: ROLES,
    isRoleDeclared: () => false,
    isDeclaredElsewhere: ({ id, email }) => elsewhere.includes(id) || elsewhere.includes(email),
  });
}

/** The world after carrying out the plan in order, with some failed actions. */
export function carriedOut(world: UserWorld, plan: UsersPlan, fails: (id: string) => boolean = () => false): UserWorld {
  const live = new Map(world.live.map((user) => [user.id, user]));
  const failed = new Set<string>();
  for (const { user, to } of plan.actions) {
    if (fails(user.id)) failed.add(user.id);
    else if (to === undefined) live.delete(user.id);
    else live.set(user.id, { ...user, ...to });
  }
  const sent = plan.invitations.filter(({ email }) => !fails(email.toLowerCase().replace(/^u(\d).*/, "id-$1")));
  const invitations = [...world.invitations, ...sent.map(({ email, roleId }) => ({ email, roleID: roleId }))];
  const baselines = new Map(world.stored.map(({ email, userId, found }) => [userId || email, found]));
  const before = new Map(world.live.map((user) => [user.id, user]));
  const members = [...plan.users].map(([email, { id }]) => ({
    email,
    userId: id,
    found: baselines.get(id) ?? baselines.get(email.toLowerCase()) ?? before.get(id),
  }));
  const invited = [...plan.pending.keys(), ...sent.map(({ email }) => email), ...plan.leaving.keys()].map((email) => ({
    email,
    userId: "",
    found: baselines.get(email.toLowerCase()) ?? { roleId: "read-only", state: "disabled" },
  }));
  const isMember = new Set(members.map(({ userId }) => userId));
  const left = world.stored.filter(({ email }) => {
    const id = plan.dropped.get(email) ?? "";
    return failed.has(id) && !isMember.has(id);
  });
  const former = plan.former.filter((id) => !failed.has(id));
  return { ...world, live: [...live.values()], invitations, stored: [...members, ...invited, ...left], former };
}
