import type { DeclaredEnding, DeclaredUser } from "../../provider/plan/stored/declared.js";
import { endedAs, endsSoon, roleOf } from "../../provider/plan/users/until.js";
import type { LiveUser } from "../../provider/plan/users/user-members.js";
import { afterEnd } from "../../provider/plan/users/users-ends.js";
import type { Ends, Facts, Findings } from "./findings.js";

/** The declaration at this time: after its end, what follows it. */
export function declaredByNow(declared: DeclaredUser, live: LiveUser | undefined, now: number): DeclaredUser {
  const { ending } = declared;
  const ended = ending && endedAs(ending, now);
  return ended === undefined ? declared : { ...declared, ...afterEnd(ended, live?.roleId, ending?.found) };
}

/**
 * Moves changes that an overdue end explains out of the list of changes, and records what ends soon.
 * @param from where the changes of this user begin in that list
 */
export function compareEnd(
  declared: DeclaredUser,
  live: LiveUser | undefined,
  findings: Findings,
  from: number,
  { isAdminRole, now }: Facts,
): void {
  const { ending, urn, id, name } = declared;
  if (ending === undefined || live === undefined) return;
  const place = { urn, id, ...(name !== undefined && { name }) };
  const ends: Ends = { ...place, kind: "user", userId: live.id, until: ending.until, then: ending.then ?? "disable" };
  if (endsSoon(ending, now)) findings.ending?.push(ends);
  if (endedAs(ending, now) === undefined || isCarriedOut(ending)) return;
  const own = findings.changed.splice(from);
  const others = own.filter(({ property }) => property !== "roleId" && property !== "state");
  findings.changed.push(...others);
  if (others.length === own.length) return;
  const { roleId, state } = live;
  findings.overdue?.push({ ...ends, roleId, state, isAdmin: state === "enabled" && isAdminRole(roleId) });
}

/** Whether an `up` has carried out the end: after that, any difference was made by someone else. */
function isCarriedOut({ then = "disable", stored }: DeclaredEnding): boolean {
  const roleId = roleOf(then);
  return roleId === undefined ? stored.state === "disabled" : stored.roleId === roleId;
}
