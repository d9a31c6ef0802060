import type { Binding } from "../access/bindings.js";
import { describeChange, gainsAccess, isKnown, roleChanges } from "../access/bindings.js";
import { wantedBinding, wholeEntry } from "./user-assignment-set.js";
import { endedUninvited, noSuchRole } from "./user-failures.js";
import { isFailure } from "./user-members.js";
import { planDropped } from "./users-dropped.js";
import { endsAt } from "./users-ends.js";
import { noteMemory } from "./users-memory.js";
import { emptyUsersPlan, type UsersPlan, type UsersPlanInput } from "./users-plan.js";
import { act, type UsersView, usersView } from "./users-view.js";

export type { UserAction, UsersPlan, UsersPlanInput } from "./users-plan.js";

/** Decides how to make the account's users what a set declares; a user who is declared alone is a set of one. */
export function planUsers(input: UsersPlanInput): UsersPlan {
  const asDeclared = usersView(input);
  const ends = endsAt(input.now, asDeclared);
  const view = { ...asDeclared, declared: { ...input.declared, users: ends.users }, ended: ends.done };
  const plan = emptyUsersPlan(ends.users);
  planDeclared(view, plan);
  const leftDisabled = planDropped(view, plan);
  const storedIds = new Set([
    ...view.stored.flatMap(({ userId }) => userId || []),
    ...plan.dropped.values(),
    ...(view.former ?? []),
  ]);
  planUnmanaged(view, plan, storedIds);
  noteMemory(plan, view, { storedIds, leftDisabled });
  plan.actions.sort((a, b) => Number(a.isRemoval) - Number(b.isRemoval));
  judgeActions(plan, view);
  return { ...plan, ...ends.remarks, checkFailures: [...plan.checkFailures, ...ends.failures] };
}

function planDeclared(view: UsersView, plan: UsersPlan): void {
  const { declared, members, wording } = view;
  for (const [email, entry] of Object.entries(declared.users)) {
    const member = view.storedAs(email);
    const user = members.declared(email, member) ?? members.absent(email, entry, member, declared, view.invitations);
    if (user === undefined) continue;
    if (isFailure(user)) {
      plan.checkFailures.push(user);
      continue;
    }
    const { roleId, state } = wholeEntry(entry);
    if (view.isRoleUnknown(roleId)) {
      plan.checkFailures.push({ property: wording.role(email), reason: noSuchRole(roleId, view.knownRoles()) });
    }
    if ("invite" in user && view.ended?.has(email)) {
      plan.checkFailures.push({ property: wording.who(email), reason: endedUninvited(email, entry) });
    } else if ("invite" in user) plan.invitations.push(user.invite);
    else if ("pending" in user) plan.pending.set(email, user.pending);
    else {
      plan.users.set(email, user);
      if (view.isExcludedNow(user)) {
        const reason = `the user is both declared and excluded (their id is ${user.id})`;
        plan.checkFailures.push({ property: wording.who(email), reason });
      }
      const to = wantedBinding(entry, user);
      const keepsState = state === undefined;
      if (keepsState && to.state !== "enabled") plan.staysDisabled.push(user.email);
      const isSent = act(plan, view, { do: view.ended?.get(email) ?? "bind", user, to, keepsState });
      if (!isSent && member === undefined) plan.takenOver.push(user.email);
    }
  }
}

/** Plans for users that the set has never declared, and counts the users it governs. */
function planUnmanaged(view: UsersView, plan: UsersPlan, storedIds: ReadonlySet<string>): void {
  const { declared, live, members, stored } = view;
  const { unmanaged: policy = "ignore" } = declared;
  const memberIds = new Set([...plan.users.values()].map(({ id }) => id));
  if (typeof policy === "object" && view.isRoleUnknown(policy.moveTo)) {
    plan.checkFailures.push({ property: "unmanaged.moveTo", reason: noSuchRole(policy.moveTo, view.knownRoles()) });
  }
  for (const user of live) {
    if (memberIds.has(user.id) || storedIds.has(user.id) || view.isExcluded(user)) continue;
    if (policy === "ignore" || view.isDeclaredElsewhere(user)) continue;
    const { roleId, state } = user;
    if (policy === "report") plan.unmanaged.push(user.email);
    else if (policy === "remove") act(plan, view, { do: "remove", user, to: undefined, keepsState: false });
    else if (policy === "disable")
      act(plan, view, { do: "disable", user, to: { roleId, state: "disabled" }, keepsState: false });
    else act(plan, view, { do: "move", user, to: { roleId: policy.moveTo, state }, keepsState: true });
    plan.scope += policy === "report" ? 0 : 1;
  }
  plan.scope += new Set([
    ...memberIds,
    ...stored.flatMap(({ userId }) => (userId !== undefined && members.byId(userId) ? userId : [])),
    ...plan.dropped.values(),
  ]).size;
}

/** Names who gains and who loses, and counts the admins that are left. */
function judgeActions(plan: UsersPlan, { live, facts, admins, isRoleUnknown }: UsersView): void {
  const inWords = roleChanges(facts);
  const { isAdmin } = admins;
  // A user without an action stays an admin.
  const after = new Map(live.map((user) => [user.id, isAdmin(user)]));
  for (const { do: kind, user, to, isRemoval } of plan.actions) {
    if (to === undefined) after.set(user.id, false);
    else if (isKnown(to)) after.set(user.id, staysAdmin(user, to));
    const change = to === undefined ? "" : describeChange(user, to);
    // Not every step that names the removal knows what a dropped member falls back to.
    const verb = kind === "bind" || kind === "move" ? change : kind;
    const words = to === undefined || !isKnown(to) ? {} : inWords(user, to);
    if (isRemoval) {
      plan.removals.push({ kind: "user", id: user.id, name: user.email, action: verb, from: user.roleId });
    }
    // A failure already names the unknown role; no one knows what it would give or take.
    const isDeclared = kind === "bind" || kind === "move";
    if (isDeclared && to !== undefined && to.roleId !== user.roleId && isRoleUnknown(to.roleId)) continue;
    if (isRemoval) plan.losses.push({ name: user.email, action: verb, words: words.loses });
    if (to === undefined) continue;
    if (!isKnown(to)) {
      plan.notKnownYet.push(user.email);
      continue;
    }
    if (gainsAccess(user, to, facts)) plan.gains.push({ name: user.email, action: change, words: words.gains });
    if (to.state === "enabled" && admins.maybe(to.roleId) && !isAdmin(user))
      plan.newAdmins.push({ email: user.email, roleId: to.roleId });
  }
  for (const { email, roleId } of plan.invitations) {
    if (admins.maybe(roleId)) plan.newAdmins.push({ email, roleId });
  }
  plan.admins = { now: live.filter(isAdmin).length, after: [...after.values()].filter(Boolean).length };

  /** If the role stays the same, the change of that role is judged, not this one. */
  function staysAdmin(user: Binding, to: Binding): boolean {
    return to.roleId === user.roleId ? isAdmin(to) : admins.staysAdmin(to);
  }
}
