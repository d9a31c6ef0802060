import { entryOf, type Stack } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { policiesOf } from "./justify-removal.js";
import { declaredIn, isSet, means, type Stored, storedIn } from "./members.js";
import type { RunRecord } from "./run-record.js";
import { isSame } from "./scene.js";

/** What has left the state, alone or as a member of a set, and why it should not have. */
export function leftWithoutProof(run: RunRecord, stack: Stack, world: World): string[] {
  const [left, before] = [storedIn(stack.state), storedIn(run.stateBefore)];
  const gone = run.stateBefore.filter(
    (entry) => isSet(entry) && !stack.state.some(({ class: of, id }) => of === entry.class && id === entry.id),
  );
  return [
    ...(run.kind === "refresh" ? gone.map(({ class: of, name }) => `${of} ${name}: a refresh dropped a set`) : []),
    ...before
      .filter((one) => !left.some((other) => isSameObject(one, other)))
      .flatMap((one) => {
        const reason = unproven(one, run, world);
        const { class: of, name } = one.entry;
        return reason === undefined ? [] : [`${of} ${name}: ${reason}`];
      }),
  ];
}

/** The same object in the same entry, or the user that an invited address has become, even if an alias gave the entry that address. */
function isSameObject(one: Stored, other: Stored): boolean {
  if (one.of !== other.of || one.entry.class !== other.entry.class) return false;
  if (one.id === "" ? !isSame(one.email, other.email) : one.id !== other.id) return false;
  if (isSet(one.entry)) return one.entry.id === other.entry.id;
  const aliases = other.entry.declaration?.aliases ?? [];
  return [other.entry, ...aliases].some(({ name }) => name === one.entry.name);
}

/** Why it should still be in the state; undefined if its object is gone, or its policy let go of it. */
function unproven(stored: Stored, run: RunRecord, { emulator: { store } }: World): string | undefined {
  const { of, email, entry } = stored;
  // An invited user may have accepted.
  const accepted = [...store.users.values()].find((user) => isSame(user.email, email));
  const id = stored.id === "" ? (accepted?.id ?? "") : stored.id;
  if (run.kind !== "refresh" && !isSet(entry) && entry.declaration?.inputs.deletionPolicy === "retain")
    return undefined;
  const isOwn = isSet(entry) && run.program.some((one) => entryOf(run.stateBefore, one) === entry);
  // A set that lets go of everything does not prove the account.
  if (run.kind !== "refresh" && isSet(entry) && !isOwn && entry.outputs.deletionPolicy !== "apply") return undefined;
  if (run.isForeign) return "the key belonged to another account";
  if (of === "AccountSettings") {
    return run.kind === "refresh" ? "an account always exists" : undefined;
  }
  const objects: ReadonlyMap<string, unknown> = of === "Role" ? store.roles : store.users;
  const writes = run.processes.flatMap((process) => process.writes);
  const wasDeleted = writes.some((write) => write.id === id && write.before !== undefined && write.after === undefined);
  if (!objects.has(id) || !run.presentBefore.has(id) || wasDeleted) return undefined;
  if (run.kind === "refresh") return `a refresh dropped it, but ${id} exists`;
  if (store.account.state === "suspended") return undefined;
  const user = of === "UserAssignment" ? store.users.get(id) : undefined;
  const holders = declaredIn(run.program).filter((one) =>
    [user?.email, email].some((address) => means(one, { of, id, email: address })),
  );
  if (holders.some(({ owner }) => isOwn && entryOf(run.stateBefore, owner) === entry)) {
    return `the set declares it, but ${id} exists`;
  }
  if (holders.length > 0) return undefined;
  if (user === undefined && of === "UserAssignment") return `it was let go, but ${id} exists`;
  const reasons = policiesOf(stored, run, user?.email).map((policy = "disable") => {
    if (policy === "retain" || policy === "restore") return undefined;
    if (of === "UserAssignment" && policy === "disable") {
      return user?.state === "enabled" ? `it was let go, but ${id} is enabled` : undefined;
    }
    return `it was let go, but ${id} exists`;
  });
  return reasons.includes(undefined) ? undefined : reasons[0];
}
