import type { Guard } from "../../../provider/plan/guard/guard.js";
import { type Declaration, type Entry, entryOf } from "../../doubles/stack.js";
import { isGivenBack, objectOf } from "./justify.js";
import { actsOnUnmanaged, declaredIn, isSet, means, storedIn } from "./members.js";
import type { RunRecord } from "./run-record.js";
import { isSame, OWNER } from "./scene.js";
import { holdsFullAccess, type WriteRecord } from "./witness.js";

/** Which guard a removal of the run got past. Counts only certain losses of access. */
export function guardsBroken(run: RunRecord): string[] {
  if (run.allow !== undefined) return [];
  const writes = run.processes.flatMap(({ writes }) => writes);
  const removals = writes.filter(isRemoval);
  return [
    ...bySource(removals, run).flatMap((group) => tooMany(group, run)),
    ...removals.flatMap((write) => passedBy(write, run)),
    ...writes.filter((write) => !isMadeGood(write, writes)).flatMap((write) => tooFewAdmins(write, run)),
  ];
}

function passedBy(write: WriteRecord, run: RunRecord): string[] {
  const guards = guardsOf(write, run);
  const name = String(write.before?.email ?? write.id);
  const isProtected = {
    user: guards.every(({ protectedUsers }) => protectedUsers?.includes(name.toLowerCase())),
    role: guards.every(({ protectedRoles }) => protectedRoles?.includes(name)),
  };
  const passed = [
    write.kind === "user" && isProtected.user ? "protectedUsers" : undefined,
    write.kind === "role" && isProtected.role ? "protectedRoles" : undefined,
    name === OWNER ? "the owner" : undefined,
  ];
  return passed.filter((one) => one !== undefined).map((one) => `guard ${one} did not hold ${write.path}`);
}

/** For users and roles alike: anyone who stops being an admin through the write. */
function tooFewAdmins(write: WriteRecord, run: RunRecord): string[] {
  const minimumAdmins = Math.min(...guardsOf(write, run).map(({ minimumAdmins: least = 1 }) => least));
  if (write.isForeign || write.admins >= write.adminsBefore || write.admins >= minimumAdmins) return [];
  return [`guard minimumAdmins did not hold ${write.path}`];
}

/**
 * The same run has concurrently turned the user's role into an admin role, so that the write was judged by outdated roles, and has
 * given the access back after reading again.
 */
function isMadeGood(write: WriteRecord, writes: readonly WriteRecord[]): boolean {
  const isWidened = writes.some(
    ({ kind, id, before, after }) =>
      kind === "role" && id === write.before?.roleID && !holdsFullAccess(before) && holdsFullAccess(after),
  );
  const later = writes.slice(writes.indexOf(write) + 1).filter(({ kind, id }) => kind === "user" && id === write.id);
  return isWidened && later.some((one) => isGivenBack(one, [write]));
}

/**
 * A limit must hold for its removals as a whole: the order in which they were judged is not visible from outside. Nor is it
 * visible which of several sets has removed an unmanaged user: their limits add up.
 */
function tooMany(removals: readonly WriteRecord[], run: RunRecord): string[] {
  const limits = removals
    .map((write) => sum(guardsOf(write, run).map(({ maxRemovals = Number.POSITIVE_INFINITY }) => maxRemovals)))
    .filter(Number.isFinite);
  const limit = Math.max(0, ...limits);
  return [
    ...(limits.length > limit ? [`guard maxRemovals ${limit} let ${limits.length} removals pass`] : []),
    ...tooGreatAPart(removals, run),
  ];
}

/** A set manages at most everything, so the real fraction is even greater. */
function tooGreatAPart(removals: readonly WriteRecord[], run: RunRecord): string[] {
  const [first] = removals;
  if (first === undefined || !sourcesOf(first, run).every(({ set }) => set)) return [];
  const among = first.kind === "role" ? run.counts.roles : run.counts.users;
  const mostOf = ({ maxRemovalFraction: limit }: Guard) =>
    limit === undefined ? Math.max(5, among / 4) : limit * among;
  const most = Math.max(...removals.map((write) => sum(guardsOf(write, run).map(mostOf))));
  return removals.length > most
    ? [`guard maxRemovalFraction let ${removals.length} of ${among} go, at most ${most}`]
    : [];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Single resources share one count, and each set judges its own plan. */
function bySource(removals: readonly WriteRecord[], run: RunRecord): WriteRecord[][] {
  // An admin who is removed is disabled first.
  const isFirst = ({ kind, id }: WriteRecord, index: number) =>
    removals.findIndex((other) => other.kind === kind && other.id === id) === index;
  const judgedNow = removals.filter((write, index) => isFirst(write, index) && !isRetiring(write, run));
  return [
    ...Map.groupBy(judgedNow, (write) =>
      sourcesOf(write, run)
        .map(({ name }) => name)
        .join(),
    ).values(),
  ];
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

/** What may have caused the write: what declares its object, what held it, or sets that act on unmanaged objects. */
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

/** A set that is still declared judges what it dropped by its current guard. */
function sourceOfEntry(entry: Entry, run: RunRecord): Source {
  const now = run.program.find((one) => isSet(one) && entryOf(run.stateBefore, one) === entry);
  return sourceOf(now ?? entry.declaration ?? entry);
}

/** The guard declared in this run, or else the one stored with the resource, over the stack's. */
export function guardOf(write: WriteRecord, run: RunRecord): Guard {
  const [guard = {}] = guardsOf(write, run);
  return guard;
}

/** The same of everything that may have caused the write. */
function guardsOf(write: WriteRecord, run: RunRecord): Guard[] {
  const sources = sourcesOf(write, run);
  return (sources.length > 0 ? sources : [undefined]).map((source) => ({ ...run.guard, ...source?.guard }));
}
