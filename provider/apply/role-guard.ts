import { readableHolders } from "../inventory/readable-holders.js";
import { adminRoles, ceasesToBeAdmin } from "../plan/admin-roles.js";
import { matchesAny } from "../plan/glob.js";
import { adminsGuard, type Guard, isBounded, type Removal, unmatchedEmails } from "../plan/guard.js";
import type { RoleAction, RoleSetPlan } from "../plan/role-set.js";
import type { Session } from "../session/session.js";
import { allContents } from "./role-contents.js";
import { type Guarded, type Narrowing, refuseUnjudged } from "./roles.js";

/** Guards the narrowing of a single role. */
export function guardedNarrowing(session: Session, id: string, guard: Guard | undefined): Guarded {
  return async (narrowing, write) => {
    const merged = session.guard(guard);
    const key = await session.proof.caller();
    // The holders are read only if a guard depends on them.
    const looks = isBounded(merged);
    const holders = looks ? await holdersOf(session, id) : undefined;
    // People that an identity provider maps to the role are invisible, so a protected role is protected even if it looks unused.
    const mayBeOwn = key.roleId === undefined || key.roleId === id;
    const isOpen = !mayBeOwn && !matchesAny(merged.protectedRoles ?? [], id);
    if (holders?.length === 0 && isOpen) return write();
    const { users, unmatched } = looks ? await peopleWith(session, id, merged) : NO_ONE;
    const removal: Removal = { ...removalOf(id, `loses ${narrowing.lost.toSorted().join(", ")}`), users };
    const known = { key, unmatched };
    if (!takesAdmins(id, narrowing, merged)) return session.removals.one(merged, removal, known, () => write());
    return session.removals.inTurn(async () => {
      const facts = async () => ({ ...known, admins: await adminsWithoutRole(session, id, merged) });
      const judge = async () => session.removals.again(merged, removal, await facts(), async () => undefined);
      return session.removals.one(merged, removal, await facts(), () => write(judge));
    });
  };
}

/** Guards the deletion of a single role. It takes no one's admin access away, since a role that someone holds is not deleted. */
export async function guardedDeletion(
  session: Session,
  id: string,
  guard: Guard | undefined,
  write: () => Promise<void>,
): Promise<void> {
  const key = await session.proof.caller();
  return session.removals.one(session.guard(guard), removalOf(id, "delete"), { key }, write);
}

/**
 * The guards have judged the set's whole plan. A write that would take away something else, or from someone else, than the
 * plan knew is not sent, and the remaining admins are counted again.
 */
export function guardedAsPlanned(
  session: Session,
  guard: Guard | undefined,
  plan: RoleSetPlan,
  action: RoleAction,
): Guarded {
  const judged: { lost: readonly string[]; holders: readonly string[] } =
    action.do === "modify" ? action : { lost: [], holders: [] };
  return async (narrowing, write) => {
    const { id } = action;
    refuseUnjudged(judged.lost, narrowing.lost);
    const merged = session.guard(guard);
    const counted = plan.removals.find((removal) => removal.kind === "role" && removal.id === id);
    if (isBounded(merged)) await refuseNewHolders(session, merged, { id, known: judged.holders, counted, narrowing });
    if (!takesAdmins(id, narrowing, merged)) return write();
    const rest = adminsGuard(merged, plan);
    const removal = counted ?? removalOf(id, `loses ${narrowing.lost.toSorted().join(", ")}`);
    return session.removals.inTurn(async () => {
      const facts = async () => ({ admins: await adminsWithoutRole(session, id, merged) });
      const judge = async () => session.removals.again(rest, removal, await facts(), async () => undefined);
      return session.removals.again(rest, removal, await facts(), () => write(judge));
    });
  };
}

/** Undefined if this key may not read everything that may hold a role. */
function holdersOf(session: Session, id: string): Promise<readonly string[] | undefined> {
  return readableHolders(session.inventory.holders(id, session.now()));
}

/** The holders of the role, as far as this key may read them. */
export async function holdersForPreview(session: Session, id: string): Promise<readonly string[]> {
  const holders = await holdersOf(session, id);
  if (holders !== undefined) return holders;
  const { users } = await peopleWith(session, id);
  return [...users.map(({ email }) => email), UNREADABLE];
}

/** Stands for holders in a list that this key may not read. */
export const UNREADABLE = "others whom this API key may not read";

function removalOf(id: string, action: string): Removal {
  return { kind: "role", id, name: `role ${id}`, action };
}

function takesAdmins(id: string, { now, next }: Narrowing, { adminRoles }: Guard): boolean {
  return ceasesToBeAdmin(id, now, next, adminRoles);
}

/** How many enabled admins there are, with and without those who are admins through this role. */
async function adminsWithoutRole(session: Session, id: string, guard: Guard) {
  const users = (await session.inventory.users.allFresh()).filter(({ state }) => state === "enabled");
  const admins = adminRoles(guard.adminRoles, await allContents(session));
  const after = users.filter(({ roleID }) => roleID !== id && admins.now(roleID)).length;
  return { now: after + users.filter(({ roleID }) => roleID === id).length, after };
}

const NO_ONE = { users: [], unmatched: [] };

/** The people who hold the role, and the protected emails that no one in the account has. */
async function peopleWith(session: Session, id: string, guard: Guard = {}) {
  const people = await session.inventory.peopleByRole();
  return { users: people.get(id) ?? [], unmatched: unmatchedEmails(guard, [...people.values()].flat()) };
}

interface Late {
  id: string;
  /** The holders that the plan knew of. */
  known: readonly string[];
  /** The removal, if the plan has counted it. */
  counted: Removal | undefined;
  narrowing: Narrowing;
}

/** Someone may have been assigned the role, in this run, since the plan of its set was judged. */
async function refuseNewHolders(session: Session, guard: Guard, late: Late): Promise<void> {
  const { id, known, counted, narrowing } = late;
  const more = (await holdersOf(session, id))?.filter((holder) => !known.includes(holder)) ?? [];
  if (more.length === 0) return;
  const what = `loses ${narrowing.lost.toSorted().join(", ")}, held by ${more.toSorted().join(", ")}`;
  const { users, unmatched } = await peopleWith(session, id, guard);
  session.removals.unplanned(guard, { ...removalOf(id, what), users }, { unmatched, isCounted: counted !== undefined });
}
