import type { Guard } from "../../../provider/plan/guard.js";
import type { RunRecord } from "./run-record.js";
import { OWNER } from "./scene.js";
import type { WriteRecord } from "./witness.js";

/** Which guard a removal of the run got past. Counts only what certainly takes access away. */
export function guardsBroken(run: RunRecord): string[] {
  if (run.allow !== undefined) return [];
  const writes = run.processes.flatMap(({ writes }) => writes);
  const removals = writes.filter(isRemoval);
  return [
    ...tooMany(removals, run),
    ...removals.flatMap((write) => passedBy(write, run)),
    ...writes.flatMap((write) => tooFewAdmins(write, run)),
  ];
}

function passedBy(write: WriteRecord, run: RunRecord): string[] {
  const guard = guardOf(write, run);
  const name = String(write.before?.email ?? write.id);
  const passed = [
    write.kind === "user" && guard.protectedUsers?.includes(name.toLowerCase()) ? "protectedUsers" : undefined,
    write.kind === "role" && guard.protectedRoles?.includes(name) ? "protectedRoles" : undefined,
    name === OWNER ? "the owner" : undefined,
  ];
  return passed.filter((one) => one !== undefined).map((one) => `guard ${one} did not hold ${write.path}`);
}

/** Users and roles alike: anyone who stops being an admin by the write. */
function tooFewAdmins(write: WriteRecord, run: RunRecord): string[] {
  const { minimumAdmins = 1 } = guardOf(write, run);
  if (write.isForeign || write.admins >= write.adminsBefore || write.admins >= minimumAdmins) return [];
  return [`guard minimumAdmins did not hold ${write.path}`];
}

/** A limit must hold for its removals as a whole: the order in which they were judged is not visible from outside. */
function tooMany(removals: readonly WriteRecord[], run: RunRecord): string[] {
  const limits = removals.map((write) => guardOf(write, run).maxRemovals).filter((limit) => limit !== undefined);
  const limit = Math.max(0, ...limits);
  return limits.length > limit ? [`guard maxRemovals ${limit} let ${limits.length} removals pass`] : [];
}

function isRemoval({ kind, before, after }: WriteRecord): boolean {
  if (kind === "role") return before !== undefined && after === undefined;
  if (kind !== "user" || before?.state !== "enabled")
    return kind === "user" && before !== undefined && after === undefined;
  return after?.state !== "enabled" || (isAdmin(before) && !isAdmin(after));
}

function isAdmin(user: Record<string, unknown> | undefined): boolean {
  return user?.state === "enabled" && user.roleID === "full-access";
}

/** The guard declared in this run, otherwise the one stored with the resource, over the stack's. */
export function guardOf(write: WriteRecord, run: RunRecord): Guard {
  const of = write.kind === "role" ? "Role" : "UserAssignment";
  const email = String(write.before?.email).toLowerCase();
  const declared = run.program.find(({ class: other, inputs }) => {
    if (other !== of) return false;
    if (of === "Role") return inputs.roleId === write.id;
    return inputs.userId === write.id || String(inputs.email).toLowerCase() === email;
  });
  const entry = run.stateBefore.find((one) => one.class === of && one.id === write.id);
  const own = (declared ?? entry?.declaration)?.inputs.guard as Guard | undefined;
  return { ...run.guard, ...own };
}
