import { deepEqual } from "../args/deep-equal.js";
import type { Difference } from "../args/difference.js";
import { UNKNOWN } from "../args/fields.js";
import { describeEnd, describeThen, describeWait, endedAs, endsSoon } from "./until.js";
import { bindingDifferences, type UserAssignmentInputs } from "./user-assignment.js";
import { afterEnd } from "./users-ends.js";

/** The part of a stored user that shows what an end has changed. */
interface Stored {
  roleId?: unknown;
  state?: unknown;
  undeclaredState?: unknown;
  invitation?: unknown;
  found?: unknown;
  until?: unknown;
  then?: unknown;
}

/** The declaration as it is at a time. With a pending invitation only its acceptance starts the end. */
function declaredAt(declared: UserAssignmentInputs, stored: Stored, now: number): UserAssignmentInputs {
  const ended = endedAs(declared, now);
  if (ended === undefined || stored.invitation !== undefined) return declared;
  const { found } = stored as { found?: { roleId: string } };
  return { ...declared, ...afterEnd(ended, stored.roleId, found?.roleId) };
}

/** How a stored user differs from the declaration as it is at that time. */
export function assignmentDifferences(declared: UserAssignmentInputs, stored: Stored, now: number): Difference[] {
  const ending = (["until", "then"] as const)
    .filter((key) => declared[key] !== undefined && !deepEqual(declared[key], stored[key]))
    .map((property) => ({ property, actual: stored[property], declared: declared[property] }));
  return [...bindingDifferences(declaredAt(declared, stored, now), bindingAt(declared, stored, now)), ...ending];
}

/** What a person should know about ends that have come or are near, judging by the state. */
export function endingRemarks(who: string, declared: UserAssignmentInputs, stored: Stored, now: number): string[] {
  if (declared.until === UNKNOWN)
    return [`${who}: until is not known yet. If it is past, this \`pulumi up\` ends the access.`];
  if (endsSoon(declared, now)) return [endsSoonText(who, declared, now)];
  if (endedAs(declared, now) === undefined) return [];
  if (stored.invitation !== undefined) {
    return [
      `${who}: the access ended with ${describeEnd(declared)}, but an invitation is pending: only its acceptance starts the end.`,
    ];
  }
  const changes = bindingDifferences(declaredAt(declared, stored, now), bindingAt(declared, stored, now));
  if (changes.length === 0) return [];
  const from = `role ${stored.roleId}${(stored.state ?? stored.undeclaredState) ? `, ${stored.state ?? stored.undeclaredState}` : ""}`;
  return [endedText(who, from, declared)];
}

function endsSoonText(who: string, declared: UserAssignmentInputs, now: number): string {
  return `${who}: the access ends with ${describeEnd(declared)}, ${describeWait(declared, now)} (then: ${describeThen(declared.then)}).`;
}

function endedText(who: string, from: string, declared: UserAssignmentInputs): string {
  return `${who}: the access ended with ${describeEnd(declared)}: ${from} → ${describeThen(declared.then)}.`;
}

/** An undeclared state is stored only if it is not enabled; a disable compares it. */
function bindingAt(declared: UserAssignmentInputs, stored: Stored, now: number) {
  const { roleId, state, undeclaredState } = stored as { roleId?: string; state?: string; undeclaredState?: string };
  const compares = declared.state === undefined && endedAs(declared, now) === "disable";
  return { roleId, state: compares ? (state ?? undeclaredState ?? "enabled") : state };
}
