import { foldEmail } from "../../../provider/plan/args/fields.js";
import type { Properties } from "../../../provider/resources/resource.js";
import { againstDeletion, againstUnmanaged } from "./justify-removal.js";
import { actsOnUnmanaged, type Declared, declaredIn, means, storedIn } from "./members.js";
import type { RunRecord } from "./run-record.js";
import { isSame, SETTINGS } from "./scene.js";
import { hadEffect, holdsFullAccess, type WriteRecord } from "./witness.js";

/** Why this write is unjustified; undefined if the program, or a deletion with its policy, requires exactly that. */
export function unjustified(write: WriteRecord, run: RunRecord): string | undefined {
  if (write.isForeign) return "it went to another account";
  if (run.readOnly) return "the run was read only";
  if (run.kind === "preview" || run.kind === "refresh") return `a ${run.kind} wrote`;
  if (write.kind === "invitation") return againstInvitation(write, declaredIn(run.program));
  // Someone else has removed the object in the meantime, so its identity is no longer visible.
  if (write.before === undefined && write.after === undefined) return undefined;
  const object = objectOf(write);
  // Two entries, if the run was refused after one of two writes.
  const declared = declaredIn(run.program).filter((one) => means(one, object));
  // A swap that failed halfway leaves two entries for one object.
  const stored = storedIn(run.stateBefore).filter(
    ({ of, id, email }) => of === object.of && (id === object.id || (id === "" && isSame(email, object.email))),
  );
  const sets = run.program.filter((one) => actsOnUnmanaged(one) && classesOf(one.class) === object.of);
  if (declared.length === 0 && stored.length === 0 && sets.length === 0) return "no resource declares the object";
  if (!hadEffect(write)) return undefined;
  const against = declared.map(({ inputs }) => againstDeclaration(write, inputs));
  if (against.length > 0) return against.includes(undefined) ? undefined : against[0];
  const reasons = [
    ...stored.map((one) => againstDeletion(write, one, run)),
    ...sets.map((set) => againstUnmanaged(write, set, run)),
  ];
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** The object of a write, as declarations name it. */
export function objectOf({ kind, id, before, after }: WriteRecord) {
  const of = { role: "Role", user: "UserAssignment", account: "AccountSettings", invitation: "invitation" }[kind];
  return { of, id, email: (before ?? after)?.email };
}

function classesOf(set: string): string {
  return set === "RoleSet" ? "Role" : "UserAssignment";
}

/**
 * Whether the write gives back what the same run had just taken from an admin, because too few admins, or an unknown number,
 * were left.
 */
export function isGivenBack(write: WriteRecord, earlier: readonly WriteRecord[]): boolean {
  if (write.kind !== "user" || write.after === undefined) return false;
  // An attempt that the server refused changed nothing.
  const last = earlier.findLast((one) => one.kind === "user" && one.id === write.id && hadEffect(one));
  // The run may have narrowed their role after it counted them as an admin.
  const wasAdmin = earlier.some(
    ({ kind, id, before }) => kind === "role" && id === last?.before?.roleID && holdsFullAccess(before),
  );
  if (last === undefined || !(last.isAdmin || wasAdmin)) return false;
  return sameBinding(write.after, last.before) && sameBinding(write.before, last.after);
}

function sameBinding(a: Properties | undefined, b: Properties | undefined): boolean {
  return a !== undefined && b !== undefined && a.roleID === b.roleID && a.state === b.state;
}

/** One invitation for each declared address that no user has, with the declared role. */
function againstInvitation({ id, before, after }: WriteRecord, declared: readonly Declared[]): string | undefined {
  if (after === undefined || before !== undefined) return before === undefined ? undefined : "it was already invited";
  const wanted = declared.find(
    ({ of, inputs }) => of === "UserAssignment" && inputs.ifMissing === "invite" && isSame(inputs.email, id),
  );
  if (wanted === undefined) return `no resource declares an invitation of ${foldEmail(id)}`;
  return after.roleID === wanted.inputs.roleId ? undefined : "the role is not as declared";
}

function againstDeclaration({ kind, before, after }: WriteRecord, declared: Properties): string | undefined {
  if (after === undefined) return "it deleted a declared object";
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

export function sameMembers(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown) => JSON.stringify([...new Set(value as string[])].sort());
  return sorted(a ?? []) === sorted(b ?? []);
}
