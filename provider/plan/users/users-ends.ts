import type { CheckFailure } from "../args/check-args.js";
import { UNKNOWN } from "../args/fields.js";
import { describeEnd, describeThen, describeWait, endedAs, endsSoon, roleOf, type Then } from "./until.js";
import { FALLBACK_ROLE } from "./user-assignment.js";
import type { UserEntry } from "./user-assignment-set.js";
import { noSuchRole } from "./user-failures.js";
import { isFailure, type LiveUser, type Member } from "./user-members.js";
import type { UsersPlan } from "./users-plan.js";
import type { UsersView } from "./users-view.js";

/** What ends mean for the plan. */
interface Ends {
  /** What the end of a member's access does, by the declared email. */
  done: Map<string, "disable" | "bind">;
  remarks: Pick<UsersPlan, "ended" | "endsSoon">;
  failures: CheckFailure[];
}

/** The declared entries at a point in time: access that has ended is replaced by what follows it. */
export function endsAt(now: number | undefined, view: UsersView): Ends & { users: Record<string, UserEntry> } {
  const { users } = view.declared;
  const ends: Ends = { done: new Map(), remarks: { ended: [], endsSoon: [] }, failures: [] };
  if (now === undefined) return { ...ends, users };
  const entries = Object.entries(users).map(([email, entry]) => [email, entryAt(now, email, entry, view, ends)]);
  return { ...ends, users: Object.fromEntries(entries) };
}

/**
 * What follows an end, as far as stored properties or a live user tell. Only the plan knows which role a disable gives: the one
 * found at create and the fallback are both right.
 */
export function afterEnd(
  then: Then,
  roleNow: unknown,
  found: string | undefined,
): { roleId: string; state?: "disabled" } {
  const roleId = roleOf(then);
  if (roleId !== undefined) return { roleId };
  const isRight = typeof roleNow === "string" && [FALLBACK_ROLE, found].includes(roleNow);
  return { state: "disabled", roleId: isRight ? roleNow : (found ?? FALLBACK_ROLE) };
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
