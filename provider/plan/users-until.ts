import type { CheckFailure } from "./check-args.js";
import { UNKNOWN } from "./fields.js";
import { describeEnd, describeThen, describeWait, endedAs, endsSoon, roleOf } from "./until.js";
import { FALLBACK_ROLE } from "./user-assignment.js";
import type { UserEntry } from "./user-assignment-set.js";
import { noSuchRole } from "./user-failures.js";
import { isFailure, type LiveUser, type Member } from "./user-members.js";
import { planByView } from "./users.js";
import type { UsersPlan, UsersPlanInput } from "./users-plan.js";
import { type UsersView, usersView } from "./users-view.js";

/** What ends mean for the plan. */
interface Ends {
  /** What the end of a member's access does, by the declared email. */
  done: Map<string, "disable" | "bind">;
  remarks: Pick<UsersPlan, "ended" | "endsSoon">;
  failures: CheckFailure[];
}

/** The plan at a point in time: access that has ended is replaced by what follows it. */
export function planUsersAt(now: number, input: UsersPlanInput): UsersPlan {
  const view = usersView(input);
  const ends: Ends = { done: new Map(), remarks: { ended: [], endsSoon: [] }, failures: [] };
  const entries = Object.entries(input.declared.users).map(([email, entry]) => [
    email,
    entryAt(now, email, entry, view, ends),
  ]);
  const declared = { ...input.declared, users: Object.fromEntries(entries) };
  const plan = planByView({ ...view, declared, ended: ends.done });
  return { ...plan, ...ends.remarks, checkFailures: [...plan.checkFailures, ...ends.failures] };
}

function entryAt(now: number, email: string, entry: UserEntry, view: UsersView, ends: Ends): UserEntry {
  if (typeof entry === "string" || entry.until === undefined) return entry;
  const { done, remarks, failures } = ends;
  const next = roleOf(entry.then ?? "disable");
  if (next !== undefined && view.isRoleUnknown(next)) {
    failures.push({ property: view.wording.who(email), reason: `then: ${noSuchRole(next, view.knownRoles())}` });
  }
  if (entry.until === UNKNOWN) remarks.endsSoon.push(`${email} (when is not known yet)`);
  if (endsSoon(entry, now)) {
    const when = `${describeEnd(entry)}, ${describeWait(entry, now)}`;
    remarks.endsSoon.push(`${email} (with ${when}, then: ${describeThen(entry.then)})`);
  }
  if (endedAs(entry, now) === undefined) return entry;
  const member = view.storedAs(email);
  const found = view.members.declared(email, member);
  const user = found !== undefined && !isFailure(found) ? found : undefined;
  done.set(email, next === undefined ? "disable" : "bind");
  // While an invitation is pending, nothing ends.
  if (found === undefined) return entry;
  const at =
    next === undefined
      ? { ...entry, roleId: fallbackOf(member, user, view), state: "disabled" as const }
      : { ...entry, roleId: next };
  if (user !== undefined && (user.roleId !== at.roleId || user.state !== (at.state ?? user.state))) {
    const change = `role ${user.roleId}, ${user.state} → ${describeThen(entry.then)}`;
    remarks.ended.push(`${email} (${change}; it ended with ${describeEnd(entry)})`);
  }
  return at;
}

/** The role that a disable gives. */
function fallbackOf(member: Member | undefined, user: LiveUser | undefined, view: UsersView): string {
  if (user === undefined) return FALLBACK_ROLE;
  const found = member === undefined ? user : member.found;
  // The baseline is not available in every step. A user who is already disabled keeps their role.
  if (found === undefined && user.state === "disabled") return user.roleId;
  return view.disabled(found).roleId;
}
