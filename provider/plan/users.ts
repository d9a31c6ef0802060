import { ADMIN_ROLES, type AdminRoles, adminRoles } from "./admin-roles.js";
import { type Binding, type BindingFacts, describeChange, gainsAccess, isKnown, losesAccess } from "./bindings.js";
import { foldEmail, UNKNOWN } from "./fields.js";
import { matchesAny } from "./glob.js";
import { invitationsOf } from "./invitations.js";
import { lookAlikes } from "./look-alikes.js";
import { followed, forget, formerDisabledOf, remember, remembersAny } from "./remembered.js";
import { roleContents } from "./role-contents.js";
import { disabledBinding, restoredBinding, sameEmail } from "./user-assignment.js";
import { wantedBinding } from "./user-assignment-set.js";
import {
  absentMember,
  emailChanged,
  endedUninvited,
  formerUser,
  foundRoleGone,
  isFailure,
  type LiveUser,
  memberUser,
  noSuchRole,
  type StoredMember,
} from "./user-members.js";
import type { UserAction, UsersPlan, UsersPlanInput } from "./users-plan.js";

export type { UserAction, UsersPlan, UsersPlanInput } from "./users-plan.js";

/** Decides what makes the account's users what the set declares. */
export function planUsers(situation: UsersPlanInput): UsersPlan {
  const { declared, stored, live, invitations = [], declaredRoles, isForecast = false } = situation;
  const named = declared.guard?.adminRoles ?? ADMIN_ROLES;
  const contents = roleContents(situation.roles, declaredRoles, { isForecast });
  const facts: BindingFacts = { roles: contents, named };
  const admins = adminRoles(named, contents);
  const isThere = (id: string) => situation.roles.has(id) || (isForecast && declaredRoles?.has(id) === true);
  const plan: UsersPlan = {
    actions: [],
    removals: [],
    gains: [],
    newAdmins: [],
    checkFailures: [],
    users: new Map(),
    invitations: [],
    pending: new Map(),
    leaving: new Map(),
    lapsed: [],
    dropped: new Map(),
    released: [],
    unmanaged: [],
    former: [],
    notKnownYet: [],
    staysDisabled: [],
    notRaised: [],
    staysOut: [],
    excludedIds: {},
    protectedIds: {},
    followed: [],
    formerDisabled: [],
    enabledAgain: [],
    lookAlikes: [],
    ended: [],
    endsSoon: [],
    entries: declared.users,
    admins: { now: 0, after: 0 },
    scope: 0,
  };
  const byId = new Map(live.map((user) => [user.id, user]));
  const members = new Map(stored.map((member) => [foldEmail(member.email), member]));
  const declaredEmails = new Set(Object.keys(declared.users).map(foldEmail));
  const index = { byId, byEmail: Map.groupBy(live, (user) => foldEmail(user.email)) };
  const lookedFor = [
    ...Object.keys(declared.users),
    ...(declared.exclude ?? []),
    ...(declared.guard?.protectedUsers ?? []),
  ];
  const leftDisabled = new Set<string>();
  const isUnknownRole = (id: string) => id !== UNKNOWN && !isThere(id) && !situation.isRoleDeclared(id);
  const { exclude = [], unmanaged: policy = "ignore" } = declared;
  const isExcludedNow = ({ id, email }: Pick<LiveUser, "id" | "email">) =>
    matchesAny(exclude, email) || matchesAny(exclude, id);
  // Who is left alone matters only where the set acts on others than its members.
  const excludedIds = remember(exclude, situation.excludedIds, policy === "ignore" ? [] : live);
  const excludedOnce = remembersAny(excludedIds);
  const isExcluded = (user: Pick<LiveUser, "id" | "email">) => excludedOnce.has(user.id) || isExcludedNow(user);
  const act = (kind: UserAction["do"], user: LiveUser, to: Binding | undefined, keepsState = kind === "move") => {
    if (to !== undefined && to.roleId === user.roleId && to.state === user.state) return;
    // Nobody has asked for an unmanaged user to be moved, so it counts whatever the new role holds.
    const isRemoval = to === undefined || (kind === "move" && isKnown(to)) || takesAway(user, to, facts);
    plan.actions.push({ do: kind, user, to, isRemoval, keepsState });
  };

  for (const [email, entry] of Object.entries(declared.users)) {
    const member = members.get(foldEmail(email));
    const user = memberUser(email, member, index) ?? absentMember(email, entry, member, declared, invitations);
    if (user === undefined) continue;
    if (isFailure(user)) {
      plan.checkFailures.push(user);
      continue;
    }
    const { roleId } = typeof entry === "string" ? { roleId: entry } : entry;
    if (isUnknownRole(roleId)) plan.checkFailures.push({ property: `users.${email}`, reason: noSuchRole(roleId) });
    if ("invite" in user && situation.ended?.has(email)) {
      plan.checkFailures.push({ property: `users.${email}`, reason: endedUninvited(email, entry) });
    } else if ("invite" in user) plan.invitations.push(user.invite);
    else if ("pending" in user) plan.pending.set(email, user.pending);
    else {
      plan.users.set(email, user);
      if (isExcludedNow(user)) {
        const reason = `the user is declared and excluded at once (their id is ${user.id})`;
        plan.checkFailures.push({ property: `users.${email}`, reason });
      }
      const wanted = wantedBinding(entry, user);
      const declaresState = typeof entry === "object" && entry.state !== undefined;
      if (!declaresState && wanted.state !== "enabled") plan.staysDisabled.push(user.email);
      act(situation.ended?.get(email) ?? "bind", user, wanted, !declaresState);
    }
  }
  const memberIds = new Set([...plan.users.values()].map(({ id }) => id));

  for (const member of stored) {
    if (declaredEmails.has(foldEmail(member.email))) continue;
    const user = formerUser(member, index);
    const who = user === undefined || isFailure(user) ? { id: member.userId ?? "", email: member.email } : user;
    if (user === who) plan.dropped.set(member.email, who.id);
    if (memberIds.has(who.id) || isExcluded(who) || situation.isDeclaredElsewhere(who))
      plan.released.push(member.email);
    else if (user === undefined) releaseOrWait(member);
    else if (declared.removed === "retain") plan.released.push(member.email);
    else if (isFailure(user)) plan.checkFailures.push(user);
    else if (!sameEmail(user.email, member.email)) plan.checkFailures.push(emailChanged(member, user));
    else if (declared.removed === "restore" && member.found !== undefined && !isThere(member.found.roleId))
      plan.checkFailures.push(foundRoleGone(member.email, member.found));
    else actOnDropped(declared.removed ?? "disable", user, member.found);
  }
  const storedIds = new Set([
    ...stored.flatMap(({ userId }) => userId || []),
    ...plan.dropped.values(),
    ...(situation.former ?? []),
  ]);

  if (typeof policy === "object" && isUnknownRole(policy.moveTo)) {
    plan.checkFailures.push({ property: "unmanaged.moveTo", reason: noSuchRole(policy.moveTo) });
  }
  for (const user of live) {
    if (memberIds.has(user.id) || storedIds.has(user.id) || isExcluded(user)) continue;
    if (policy === "ignore" || situation.isDeclaredElsewhere(user)) continue;
    if (policy === "report") plan.unmanaged.push(user.email);
    else if (policy === "remove") act("remove", user, undefined);
    else if (policy === "disable") act("disable", user, { roleId: user.roleId, state: "disabled" });
    else act("move", user, { roleId: policy.moveTo, state: user.state });
    plan.scope += policy === "report" ? 0 : 1;
  }
  plan.scope += new Set([
    ...memberIds,
    ...stored.flatMap(({ userId }) => (userId !== undefined && byId.has(userId) ? userId : [])),
    ...plan.dropped.values(),
  ]).size;
  const removed = new Set(plan.actions.filter(({ to }) => to === undefined).map(({ user }) => user.id));
  plan.former = [...storedIds].filter((id) => byId.has(id) && !memberIds.has(id) && !removed.has(id)).sort();
  plan.excludedIds = forget(excludedIds, memberIds);
  const protectedUsers = declared.guard?.protectedUsers ?? [];
  plan.protectedIds = remember(protectedUsers, situation.protectedIds, live);
  plan.followed = [
    ...followed(exclude, plan.excludedIds, live)
      .filter(({ user }) => !situation.isDeclaredElsewhere(user))
      .map((one) => ({ as: "excluded" as const, ...one })),
    ...followed(protectedUsers, plan.protectedIds, live).map((one) => ({ as: "protected" as const, ...one })),
  ];
  const wasDisabled = new Set(formerDisabledOf({ ...situation, removed: declared.removed }));
  plan.formerDisabled = plan.former.filter((id) => wasDisabled.has(id) || leftDisabled.has(id));
  plan.enabledAgain = plan.former.flatMap((id) => {
    const user = wasDisabled.has(id) && !leftDisabled.has(id) ? byId.get(id) : undefined;
    if (user?.state !== "enabled" || isExcluded(user) || situation.isDeclaredElsewhere(user)) return [];
    return user.email;
  });
  plan.lookAlikes = lookAlikes(lookedFor, live).filter(({ of }) => !memberIds.has(of.id) && !isExcluded(of));
  plan.actions.sort((a, b) => Number(a.isRemoval) - Number(b.isRemoval));
  note(plan, live, facts, admins);
  return plan;

  function releaseOrWait({ email, userId }: StoredMember): void {
    const [invitation] = userId ? [] : invitationsOf(invitations, email);
    if (invitation !== undefined && declared.removed !== "retain") plan.leaving.set(email, invitation);
    else {
      plan.released.push(email);
      if (userId === "" && invitation === undefined) plan.lapsed.push(email);
    }
  }

  function actOnDropped(removed: "disable" | "remove" | "restore", user: LiveUser, found: Binding | undefined): void {
    if (removed === "remove") act("remove", user, undefined);
    else if (removed === "disable") {
      leftDisabled.add(user.id);
      const stays = found !== undefined && isThere(found.roleId) && situation.isRoleRetiring?.(found.roleId) !== true;
      act("disable", user, disabledBinding(found, stays, admins.maybe));
    } else if (found !== undefined) {
      const { binding, keepsState, notRaisedTo, staysOut } = restoredBinding(found, user, admins.maybe);
      if (notRaisedTo !== undefined) plan.notRaised.push({ email: user.email, roleId: notRaisedTo });
      if (staysOut) plan.staysOut.push(user.email);
      if (binding.state !== "enabled") leftDisabled.add(user.id);
      act("restore", user, binding, keepsState);
    } else {
      // What they get back is not at hand. It may be less than what they have, but a restore enables nobody.
      const isRemoval = user.state === "enabled";
      if (!isRemoval) plan.staysOut.push(user.email);
      plan.actions.push({ do: "restore", user, to: user, isRemoval, keepsState: false });
    }
  }
}

function note(plan: UsersPlan, live: readonly LiveUser[], facts: BindingFacts, admins: AdminRoles): void {
  const isAdmin = ({ state, roleId }: Binding) => state === "enabled" && admins.now(roleId);
  // Who is not touched here is one afterwards if they are one now.
  const after = new Map(live.map((user) => [user.id, isAdmin(user)]));
  for (const { do: kind, user, to, isRemoval } of plan.actions) {
    if (to === undefined) after.set(user.id, false);
    else if (isKnown(to)) after.set(user.id, to.state === "enabled" && staysAdmin(user, to));
    const change = to === undefined ? "" : describeChange(user, to);
    // What a dropped member falls back to is not at hand in every step that names the removal.
    const verb = kind === "bind" || kind === "move" ? change : kind;
    if (isRemoval) {
      plan.removals.push({ kind: "user", id: user.id, name: user.email, action: verb, from: user.roleId });
    }
    if (to === undefined) continue;
    if (!isKnown(to)) {
      plan.notKnownYet.push(user.email);
      continue;
    }
    if (gainsAccess(user, to, facts)) plan.gains.push({ name: user.email, action: change });
    if (to.state === "enabled" && admins.maybe(to.roleId) && !isAdmin(user))
      plan.newAdmins.push({ email: user.email, roleId: to.roleId });
  }
  for (const { email, roleId } of plan.invitations) {
    if (admins.maybe(roleId)) plan.newAdmins.push({ email, roleId });
  }
  plan.admins = { now: live.filter(isAdmin).length, after: [...after.values()].filter(Boolean).length };

  /** A role that stays is judged where it is changed. */
  function staysAdmin(user: Binding, to: Binding): boolean {
    return to.roleId === user.roleId ? admins.now(to.roleId) : admins.surely(to.roleId);
  }
}

/** A role or state that is not known yet is judged once it is. */
function takesAway(user: LiveUser, to: Binding, facts: BindingFacts): boolean {
  const known = (value: string, now: string) => (value === UNKNOWN ? now : value);
  const state = known(to.state, user.state);
  return losesAccess(user, { roleId: known(to.roleId, user.roleId), state }, facts);
}
