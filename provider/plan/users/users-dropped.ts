import type { Binding } from "../access/bindings.js";
import { foldEmail } from "../args/fields.js";
import { invitationsOf } from "./invitations.js";
import { restoredBinding, sameEmail } from "./user-assignment.js";
import { foundRoleGone } from "./user-failures.js";
import { isFailure, type LiveUser, type Member } from "./user-members.js";
import type { UsersPlan } from "./users-plan.js";
import { act, type UsersView } from "./users-view.js";

/** What becomes of stored members who are no longer declared. Returns the ids of those who are left disabled. */
export function planDropped(view: UsersView, plan: UsersPlan): ReadonlySet<string> {
  const leftDisabled = new Set<string>();
  const memberIds = new Set([...plan.users.values()].map(({ id }) => id));
  for (const member of view.stored) {
    if (view.declaredEmails.has(foldEmail(member.email))) continue;
    planOne(member);
  }
  return leftDisabled;

  function planOne(member: Member): void {
    const { declared, members, wording } = view;
    const user = members.dropped(member);
    const who = user === undefined || isFailure(user) ? { id: member.userId ?? "", email: member.email } : user;
    if (user === who) plan.dropped.set(member.email, who.id);
    const isElsewhere = memberIds.has(who.id) || view.isExcluded(who) || view.isDeclaredElsewhere(who);
    if (isElsewhere) plan.released.push(member.email);
    else if (user === undefined) releaseOrWait(member, view, plan);
    else if (declared.removed === "retain") {
      plan.released.push(member.email);
      plan.retained.push(isFailure(user) ? member.email : user.email);
    } else if (isFailure(user)) plan.checkFailures.push(user);
    else if (!sameEmail(user.email, member.email)) plan.checkFailures.push(members.changed(member, user));
    else if (declared.removed === "restore" && member.found !== undefined && !view.isRoleThere(member.found.roleId)) {
      const reason = foundRoleGone(member.found.roleId, wording);
      plan.checkFailures.push({ property: wording.who(member.email), reason });
    } else if (takeBack(user, member.found, view, plan)) leftDisabled.add(user.id);
  }
}

/** Someone who is only invited has nothing to lose until they accept. */
function releaseOrWait({ email, userId }: Member, { declared, invitations }: UsersView, plan: UsersPlan): void {
  const [invitation] = userId ? [] : invitationsOf(invitations, email);
  if (invitation !== undefined && declared.removed !== "retain") plan.leaving.set(email, invitation);
  else {
    plan.released.push(email);
    if (userId === "" && invitation === undefined) plan.lapsed.push(email);
  }
}

/** Does what the policy says. Returns whether it leaves the user disabled. */
function takeBack(user: LiveUser, found: Binding | undefined, view: UsersView, plan: UsersPlan): boolean {
  const { removed = "disable" } = view.declared;
  if (removed === "remove") {
    act(plan, view, { do: "remove", user, to: undefined, keepsState: false });
    return false;
  }
  if (removed === "disable") {
    act(plan, view, { do: "disable", user, to: view.disabled(found), keepsState: false });
    return true;
  }
  if (found === undefined) {
    // The baseline is not known in this step. It may be less than they have, but a restore never enables anyone.
    const isRemoval = user.state === "enabled";
    if (!isRemoval) plan.staysOut.push(user.email);
    plan.actions.push({ do: "restore", user, to: user, isRemoval, keepsState: false });
    return false;
  }
  const { binding, keepsState, notRaisedTo, staysOut } = restoredBinding(found, user, view.admins.maybe);
  if (notRaisedTo !== undefined) plan.notRaised.push({ user, roleId: notRaisedTo });
  if (staysOut) plan.staysOut.push(user.email);
  act(plan, view, { do: "restore", user, to: binding, keepsState });
  return binding.state !== "enabled";
}
