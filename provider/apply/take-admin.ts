import type { User } from "../client/index.js";
import { adminRoles } from "../plan/admin-roles.js";
import { GuardRefusal } from "../session/removals.js";
import type { Session } from "../session/session.js";
import { allContents } from "./role-contents.js";

/** One admin of an account who is to be one no longer. */
interface TakenAdmin {
  live: User;
  /** The admin roles that a guard names. */
  named: readonly string[];
  /** How many enabled admins have to be left. */
  least: number;
  /** Takes the access away, by a write that can be undone. */
  take(): Promise<User>;
  giveBack(taken: User): Promise<unknown>;
}

/**
 * Takes an admin's access away and looks again at who is left: somebody else may have taken another one at the same moment,
 * and the API knows no precondition. With too few left it is given back. Of two runs that take one of the last two admins
 * each, at least one looks after both have written.
 */
export async function takeAdmin(session: Session, admin: TakenAdmin): Promise<User> {
  const { live, least, take, giveBack } = admin;
  const taken = await take();
  if (least === 0) return taken;
  let reason: string;
  try {
    const left = await adminsLeft(session, admin);
    if (left >= least) return taken;
    reason =
      `${left} enabled admins were left after ${live.email} had ceased to be one, at least ${least} are to be: ` +
      "another run or person took one away at the same moment.";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    reason = `how many admins are left after ${live.email} ceased to be one cannot be told: ${error.message}`;
  }
  try {
    await giveBack(taken);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new GuardRefusal(
      `guard.minimumAdmins: ${reason} It could not be given back either: ${error.message} ` +
        `Give ${live.email} the role ${live.roleID} and enable them in the Cloud One console.`,
    );
  }
  throw new GuardRefusal(`guard.minimumAdmins: ${reason} ${live.email} has the role ${live.roleID} again. Run again.`);
}

/** Enabled admins beside this one, as far as they are needed: each is looked at, since lists may be late. */
async function adminsLeft(session: Session, { live, named, least }: TakenAdmin): Promise<number> {
  const { users } = session.inventory;
  const listed = await users.allNow();
  const admins = adminRoles(named, await allContents(session));
  const isAdmin = ({ id, state, roleID }: User) => id !== live.id && state === "enabled" && admins.now(roleID);
  let left = 0;
  for (const { id } of listed.filter(isAdmin)) {
    const now = await users.fetch(id);
    if (now !== undefined && isAdmin(now)) left += 1;
    if (left >= least) break;
  }
  return left;
}
