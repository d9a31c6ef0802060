import type { Guard } from "../../../provider/plan/guard.js";
import { type Declaration, type Entry, entryOf } from "../../doubles/stack.js";
import { objectOf } from "./justify.js";
import { actsOnUnmanaged, declaredIn, isSet, means, storedIn } from "./members.js";
import type { RunRecord } from "./run-record.js";
import { isSame, OWNER } from "./scene.js";
import type { WriteRecord } from "./witness.js";

/** Which guard a removal of the run got past. Counts only what certainly takes access away. */
export function guardsBroken(run: RunRecord): string[] {
  if (run.allow !== undefined) return [];
  const writes = run.processes.flatMap(({ writes }) => writes);
  const removals = writes.filter(isRemoval);
  return [
    ...bySource(removals, run).flatMap((group) => tooMany(group, run)),
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
  return [
    ...(limits.length > limit ? [`guard maxRemovals ${limit} let ${limits.length} removals pass`] : []),
    ...tooGreatAPart(removals, run),
  ];
}

/** A set governs no more than there is, so this part of it is greater still. */
function tooGreatAPart(removals: readonly WriteRecord[], run: RunRecord): string[] {
  const [first] = removals;
  if (first === undefined || !sourcesOf(first, run).every(({ set }) => set)) return [];
  const guards = removals.map((write) => guardOf(write, run));
  const limits = guards.map(({ maxRemovalFraction }) => maxRemovalFraction ?? 0.25);
  const isDefault = guards.some(({ maxRemovalFraction }) => maxRemovalFraction === undefined);
  const [limit, beyond] = [Math.max(...limits), isDefault ? 5 : 0];
  const among = first.kind === "role" ? run.counts.roles : run.counts.users;
  const isTooMany = removals.length > beyond && removals.length > limit * among;
  return isTooMany ? [`guard maxRemovalFraction ${limit} let ${removals.length} of ${among} go`] : [];
}

/** Single resources share one count, and each set judges its own plan. */
function bySource(removals: readonly WriteRecord[], run: RunRecord): WriteRecord[][] {
  // An admin who is removed is disabled first.
  const isFirst = ({ kind, id }: WriteRecord, index: number) =>
    removals.findIndex((other) => other.kind === kind && other.id === id) === index;
  const judgedNow = removals.filter((write, index) => isFirst(write, index) && !isRetiring(write, run));
  return [...Map.groupBy(judgedNow, (write) => sourcesOf(write, run).map(({ name }) => name)[0] ?? "").values()];
}

/** A role that waited for its last holder was judged when it was dropped. */
function isRetiring({ kind, id }: WriteRecord, run: RunRecord): boolean {
  return kind === "role" && run.stateBefore.some(({ outputs }) => ((outputs.retiring ?? []) as string[]).includes(id));
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

interface Source {
  name: string;
  set: boolean;
  guard: Guard | undefined;
}

/** What may have caused the write: what declares its object, what held it, or sets that act on what nobody declares. */
function sourcesOf(write: WriteRecord, run: RunRecord): Source[] {
  const object = objectOf(write);
  const declared = declaredIn(run.program).find((one) => means(one, object));
  if (declared !== undefined) return [sourceOf(declared.owner)];
  const stored = storedIn(run.stateBefore).filter(
    ({ of, id, email }) => of === object.of && (id === object.id || (id === "" && isSame(email, object.email))),
  );
  if (stored.length > 0) return stored.map(({ entry }) => sourceOfEntry(entry, run));
  const of = write.kind === "role" ? "RoleSet" : "UserAssignmentSet";
  return run.program.filter((one) => one.class === of && actsOnUnmanaged(one)).map(sourceOf);
}

function sourceOf(declaration: Pick<Declaration, "class" | "name" | "inputs">): Source {
  const set = isSet(declaration);
  return {
    name: set ? `${declaration.class} ${declaration.name}` : "",
    set,
    guard: declaration.inputs.guard as Guard | undefined,
  };
}

/** A set that is still declared judges what it dropped by the guard that it has now. */
function sourceOfEntry(entry: Entry, run: RunRecord): Source {
  const now = run.program.find((one) => isSet(one) && entryOf(run.stateBefore, one) === entry);
  return sourceOf(now ?? entry.declaration ?? entry);
}

/** The guard declared in this run, otherwise the one stored with the resource, over the stack's. */
export function guardOf(write: WriteRecord, run: RunRecord): Guard {
  const [source] = sourcesOf(write, run);
  return { ...run.guard, ...source?.guard };
}
