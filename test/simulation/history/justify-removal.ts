import type { Properties } from "../../../provider/resources/resource.js";
import { type Declaration, entryOf } from "../../doubles/stack.js";
import { excludes, type Stored } from "./members.js";
import type { RunRecord } from "./run-record.js";
import { SETTINGS } from "./scene.js";
import { holdsFullAccess, type WriteRecord } from "./witness.js";

/** Why a deletion, or dropping a member, may not do this. */
export function againstDeletion(write: WriteRecord, stored: Stored, run: RunRecord): string | undefined {
  const reasons = policiesOf(stored, run, write.before?.email).map((policy) =>
    againstPolicy(write, stored, policy, run),
  );
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/**
 * The policies for an object that is no longer declared. There are two if a failed run has already stored the next program's
 * policy.
 */
export function policiesOf({ id, email, entry }: Stored, run: RunRecord, liveEmail: unknown): unknown[] {
  const { class: of, declaration, outputs } = entry;
  const declared = [declaration?.inputs ?? {}, outputs];
  if (of === "RoleSet" || of === "UserAssignmentSet") {
    const now = run.program.find((one) => entryOf(run.stateBefore, one) === entry);
    if (now !== undefined && excludes(now, id, email, liveEmail)) return ["retain"];
    const member = ({ removed = "disable" }: Properties) => (of === "RoleSet" ? "delete" : removed);
    if (now !== undefined) return [member(now.inputs)];
    return declared.map((one) => (one.deletionPolicy === "apply" ? member(one) : "retain"));
  }
  return [declaration?.inputs.deletionPolicy];
}

function againstPolicy(write: WriteRecord, { entry }: Stored, policy: unknown, run: RunRecord): string | undefined {
  const { kind, before, after, isRaised } = write;
  if (policy === "retain") return "its policy is to retain it";
  if (kind === "role") return after === undefined ? undefined : "a deletion changed the role instead";
  if (kind === "account") return againstAccountPolicy(before ?? {}, after ?? {}, entry.declaration?.inputs ?? {});
  if (after === undefined) return policy === "remove" ? undefined : "its policy is not to remove the user";
  if (isRaised) return "a deletion raised the user to admin";
  if (policy === "remove") {
    return isFirstStep(write, run) ? undefined : "a removal changed the user instead";
  }
  if (before?.state !== "enabled" && after.state === "enabled") return "a deletion enabled a user";
  return policy === "restore" || after.state === "disabled" ? undefined : "the user was not disabled";
}

function againstAccountPolicy(before: Properties, after: Properties, declared: Properties): string | undefined {
  const isClosed = declared.deletionPolicy === "closeAccount" && declared.closeAccountConfirmation === before.id;
  const changed = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  const mayChange = isClosed ? ["state"] : SETTINGS.filter((key) => declared[key] !== undefined);
  const wrong = changed.filter((key) => !mayChange.includes(key));
  if (wrong.length > 0) return `${wrong.join(", ")} was not declared`;
  return before.mfaRequired === true && after.mfaRequired === false ? "a restore turned MFA off" : undefined;
}

/** Why a set may not do this to an object that it never declared. */
export function againstUnmanaged(write: WriteRecord, set: Declaration, run: RunRecord): string | undefined {
  const { id, before, after } = write;
  if (excludes(set, id, before?.email)) return "the set excludes it";
  const { unmanaged } = set.inputs;
  if (unmanaged === "delete") return after === undefined ? undefined : "a deletion changed the role instead";
  const entry = entryOf(run.stateBefore, set);
  if (run.everMembers.get(entry?.id ?? "")?.has(id)) return "the set once declared the user";
  const isDisabled = after?.state === "disabled" && after.roleID === before?.roleID;
  if (unmanaged === "disable") return isDisabled ? undefined : "the set only disables unmanaged users";
  if (unmanaged === "remove") {
    return after === undefined || isFirstStep(write, run) ? undefined : "the set removes unmanaged users";
  }
  const { moveTo } = unmanaged as { moveTo: string };
  return after?.roleID === moveTo && after.state === before?.state
    ? undefined
    : `the set moves unmanaged users to ${moveTo}`;
}

/**
 * An admin is disabled first, until it is certain that enough admins are left. The run itself may have narrowed their role after
 * it counted them as an admin.
 */
function isFirstStep({ before, after, isAdmin }: WriteRecord, run: RunRecord): boolean {
  const wasAdmin = run.processes
    .flatMap(({ writes }) => writes)
    .some(({ kind, id, before: role }) => kind === "role" && id === before?.roleID && holdsFullAccess(role));
  return (isAdmin || wasAdmin) && after?.state === "disabled" && after.roleID === before?.roleID;
}
