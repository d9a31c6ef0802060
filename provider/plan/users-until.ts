import { ADMIN_ROLES, adminRoles } from "./admin-roles.js";
import type { CheckFailure } from "./check-args.js";
import { foldEmail, UNKNOWN } from "./fields.js";
import { roleContents } from "./role-contents.js";
import { describeEnd, describeThen, describeWait, endedAs, endsSoon, roleOf } from "./until.js";
import { disabledBinding, FALLBACK_ROLE } from "./user-assignment.js";
import type { UserEntry } from "./user-assignment-set.js";
import { IN_A_SET, noSuchRole } from "./user-failures.js";
import { isFailure, type LiveUser, Members, type StoredMember } from "./user-members.js";
import { planUsers } from "./users.js";
import type { UsersPlan, UsersPlanInput } from "./users-plan.js";

/** The plan at a point in time: access that has ended is replaced by what follows it. */
export function planUsersAt(now: number, situation: UsersPlanInput): UsersPlan {
  const { declared, stored, live, wording = IN_A_SET } = situation;
  const hasEnd = Object.values(declared.users).some((entry) => typeof entry === "object" && entry.until !== undefined);
  if (!hasEnd) return planUsers(situation);
  const storedByEmail = new Map(stored.map((member) => [foldEmail(member.email), member]));
  const members = new Members(live, wording);
  const fallbackOf = fallbacks(situation);
  const ended = new Map<string, "disable" | "bind">();
  const remarks = { ended: [] as string[], endsSoon: [] as string[] };
  const failures: CheckFailure[] = [];
  const users = Object.entries(declared.users).map(([email, entry]): [string, UserEntry] => {
    if (typeof entry === "string" || entry.until === undefined) return [email, entry];
    const next = roleOf(entry.then ?? "disable");
    if (next !== undefined && isUnknownRole(next, situation)) {
      failures.push({ property: wording.who(email), reason: `then: ${noSuchRole(next, situation.roles.keys())}` });
    }
    if (entry.until === UNKNOWN) remarks.endsSoon.push(`${email} (when is not known yet)`);
    if (endsSoon(entry, now)) {
      const when = `${describeEnd(entry)}, ${describeWait(entry, now)}`;
      remarks.endsSoon.push(`${email} (with ${when}, then: ${describeThen(entry.then)})`);
    }
    if (endedAs(entry, now) === undefined) return [email, entry];
    const member = storedByEmail.get(foldEmail(email));
    const found = members.declared(email, member);
    const user = found !== undefined && !isFailure(found) ? found : undefined;
    ended.set(email, next === undefined ? "disable" : "bind");
    // While an invitation is pending, nothing ends.
    if (found === undefined) return [email, entry];
    const at =
      next === undefined
        ? { ...entry, roleId: fallbackOf(member, user), state: "disabled" as const }
        : { ...entry, roleId: next };
    if (user !== undefined && (user.roleId !== at.roleId || user.state !== (at.state ?? user.state))) {
      const change = `role ${user.roleId}, ${user.state} → ${describeThen(entry.then)}`;
      remarks.ended.push(`${email} (${change}; it ended with ${describeEnd(entry)})`);
    }
    return [email, at];
  });
  const plan = planUsers({ ...situation, declared: { ...declared, users: Object.fromEntries(users) }, ended });
  return { ...plan, ...remarks, checkFailures: [...plan.checkFailures, ...failures] };
}

/** The role that a disable gives: the original one, unless it cannot be given back. */
function fallbacks({ declared, roles, declaredRoles, isForecast = false, ...situation }: UsersPlanInput) {
  const contents = roleContents(roles, declaredRoles, { isForecast });
  const admins = adminRoles(declared.guard?.adminRoles ?? ADMIN_ROLES, contents);
  const isThere = (id: string) =>
    (roles.has(id) || (isForecast && declaredRoles?.has(id) === true)) && situation.isRoleRetiring?.(id) !== true;
  return (member: StoredMember | undefined, user: LiveUser | undefined): string => {
    if (user === undefined) return FALLBACK_ROLE;
    const found = member === undefined ? user : member.found;
    // The baseline is not available in every step. A user who is already disabled keeps their role.
    if (found === undefined && user.state === "disabled") return user.roleId;
    return disabledBinding(found, found !== undefined && isThere(found.roleId), admins.maybe).roleId;
  };
}

function isUnknownRole(id: string, { roles, declaredRoles, isForecast, isRoleDeclared }: UsersPlanInput): boolean {
  const isThere = roles.has(id) || (isForecast === true && declaredRoles?.has(id) === true);
  return id !== UNKNOWN && !isThere && !isRoleDeclared(id);
}
