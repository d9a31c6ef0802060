import { foldEmail } from "../../../provider/plan/fields.js";
import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration, Entry } from "../../doubles/stack.js";
import type { RunRecord } from "./run-record.js";
import { hadEffect, type WriteRecord } from "./witness.js";

const SETTINGS = ["alias", "locale", "timezone", "mfaRequired"];

/** Why this write is unjustified; undefined if the program, or a deletion with its policy, wants exactly that. */
export function unjustified(write: WriteRecord, run: RunRecord): string | undefined {
  if (write.isForeign) return "it went to another account";
  if (run.readOnly) return "the run was read only";
  if (run.kind === "preview" || run.kind === "refresh") return `a ${run.kind} wrote`;
  // Someone else has removed the object in the meantime, so its identity is no longer visible.
  if (write.before === undefined && write.after === undefined) return undefined;
  const declared = run.program.find((one) => isAbout(one, write));
  // A swap that failed halfway leaves two entries for one object.
  const entries = run.stateBefore.filter((one) => one.class === classOf(write) && one.id === write.id);
  if (declared === undefined && entries.length === 0) return "nobody declares the object";
  if (!hadEffect(write)) return undefined;
  if (declared !== undefined) return againstDeclaration(write, declared.inputs);
  const reasons = entries.map((entry) => againstPolicy(write, entry));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/**
 * Whether the write gives back what the same run had taken from an admin right before, since too few admins, or nobody knows how
 * many, were left.
 */
export function isGivenBack(write: WriteRecord, earlier: readonly WriteRecord[]): boolean {
  if (write.kind !== "user" || write.after === undefined) return false;
  const last = earlier.findLast(({ kind, id }) => kind === "user" && id === write.id);
  if (last?.isAdmin !== true) return false;
  return sameBinding(write.after, last.before) && sameBinding(write.before, last.after);
}

function sameBinding(a: Properties | undefined, b: Properties | undefined): boolean {
  return a !== undefined && b !== undefined && a.roleID === b.roleID && a.state === b.state;
}

/** Whether the declaration refers to the object of the write. */
function isAbout({ class: of, inputs }: Declaration, write: WriteRecord): boolean {
  if (of !== classOf(write)) return false;
  if (of === "Role") return inputs.roleId === write.id;
  if (of === "AccountSettings") return true;
  if (inputs.userId !== undefined) return inputs.userId === write.id;
  return foldEmail(String(inputs.email)) === foldEmail(String((write.before ?? write.after)?.email));
}

function classOf({ kind }: WriteRecord): string | undefined {
  return { role: "Role", user: "UserAssignment", account: "AccountSettings", invitation: undefined }[kind];
}

function againstDeclaration({ kind, before, after }: WriteRecord, declared: Properties): string | undefined {
  if (after === undefined) return "it deleted what the program declares";
  if (kind === "role") {
    if (after.name !== declared.name) return "the name is not as declared";
    if (!sameMembers(after.serviceRoleURNs, declared.serviceRoleURNs)) return "the URNs are not as declared";
    const description = declared.description ?? before?.description ?? "";
    return (after.description ?? "") === description ? undefined : "the description is not as declared or as it was";
  }
  if (kind === "user") {
    if (after.roleID !== declared.roleId) return "the role is not as declared";
    return after.state === (declared.state ?? before?.state) ? undefined : "the state is not as declared or as it was";
  }
  const wrong = Object.keys(after).filter((key) => {
    const wanted = SETTINGS.includes(key) && declared[key] !== undefined ? declared[key] : before?.[key];
    return JSON.stringify(after[key]) !== JSON.stringify(wanted);
  });
  return wrong.length === 0 ? undefined : `${wrong.join(", ")} is not as declared or as it was`;
}

function againstPolicy({ kind, before, after, isRaised, isAdmin }: WriteRecord, entry: Entry): string | undefined {
  const declared = entry.declaration?.inputs ?? {};
  const policy = declared.deletionPolicy;
  if (policy === "retain") return "its policy is to retain it";
  if (kind === "role") return after === undefined ? undefined : "a deletion changed the role instead";
  if (kind === "account") return againstAccountPolicy(before ?? {}, after ?? {}, declared);
  if (after === undefined) return policy === "remove" ? undefined : "its policy is not to remove the user";
  if (isRaised) return "a deletion raised the user to admin";
  if (policy === "remove") {
    // An admin is disabled first, until it is known that enough of them are left.
    const isFirstStep = isAdmin && after.state === "disabled" && after.roleID === before?.roleID;
    return isFirstStep ? undefined : "a removal changed the user instead";
  }
  if (before?.state !== "enabled" && after.state === "enabled") return "a deletion let somebody in";
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

export function sameMembers(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown) => JSON.stringify([...new Set(value as string[])].sort());
  return sorted(a ?? []) === sorted(b ?? []);
}
