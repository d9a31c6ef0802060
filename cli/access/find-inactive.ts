import type { AccessInactive } from "./access-changes.js";
import type { Principal } from "./access-report.js";

const DAY_MS = 86_400_000;

/**
 * Enabled users and keys that have been inactive for this many days, counted from their creation if they were never active.
 * The API shows no activity of SAML users.
 */
export function findInactive(principals: readonly Principal[], days: number, now: number): AccessInactive {
  const judged = principals
    .filter(({ kind }) => kind !== "samlUser")
    .map((one) => ({ one, daysInactive: daysSince(one.lastActivity ?? one.created, now) }))
    .filter(({ daysInactive }) => daysInactive === null || daysInactive >= days);
  const rows = judged
    .filter(({ one }) => one.state === "enabled")
    .map(({ one: { kind, id, name, email, roleId, isAdmin, lastActivity, created }, daysInactive }) => ({
      kind,
      id,
      name,
      email,
      roleId,
      isAdmin,
      lastActivity,
      created,
      daysInactive,
    }));
  return {
    days,
    // The sort is stable: for equal days it keeps the report's order by name.
    rows: rows.sort((a, b) => Number(b.isAdmin) - Number(a.isAdmin) || lengthOf(b) - lengthOf(a)),
    disabled: judged.length - rows.length,
    notJudged: principals.filter(({ kind }) => kind === "samlUser").length,
  };
}

/** Unknown values come first. */
function lengthOf({ daysInactive }: { daysInactive: number | null }): number {
  return daysInactive ?? Number.MAX_SAFE_INTEGER;
}

/** Null if that is unknown or not a date. */
function daysSince(time: string | null, now: number): number | null {
  const at = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? null : Math.max(0, Math.floor((now - at) / DAY_MS));
}
