import { describeEnd, describeThen } from "../../provider/plan/users/until.js";
import type { AccessEnd, AccessEnds } from "./access-ends.js";
import type { AccessReport, Principal } from "./access-report.js";

/** The ends in one sentence. */
export function endsVerdict({ rows }: AccessEnds): string {
  const late = rows.filter(({ isOverdue }) => isOverdue).length;
  const soon = rows.length - late;
  if (rows.length === 0) return "No declared access is known to be overdue or to end within a week.";
  return `Declared access that ends: ${late} overdue, ${soon} within a week.`;
}

/** The ends, if there is anything to say about them. */
export function notableEnds({ ends }: AccessReport): AccessEnds | undefined {
  return ends === undefined || ends.rows.length + ends.notKnown.length === 0 ? undefined : ends;
}

/** Ends that could not be judged. */
export function unknownEnds({ notKnown }: AccessEnds): string[] {
  return notKnown.map((text) => `Ends not known: ${text}.`);
}

/** When access ends or ended, and what follows. */
export function endText(end: AccessEnd): string {
  return `${end.isOverdue ? "overdue, ended" : "ends"}: ${describeEnd({ until: end.until })}, then: ${thenText(end)}`;
}

/** What follows, in words. */
export function thenText({ then }: AccessEnd): string {
  return then === null ? "not known" : describeThen(then);
}

/** The end of each person's access. */
export function endFinder(ends: AccessEnds | undefined): (one: Principal) => AccessEnd | undefined {
  const byId = new Map(ends?.rows.map((row) => [row.id, row]));
  return ({ kind, id }) => (kind === "user" ? byId.get(id) : undefined);
}

/** What the account still has. */
export function heldText({ roleId, isAdmin, state }: AccessEnd): string {
  return `${roleId}${isAdmin ? " (admin)" : ""}${state === null ? "" : `, ${state}`}`;
}
