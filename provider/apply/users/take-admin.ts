import type { User } from "../../client/index.js";
import { GuardRefusal } from "../../session/removals.js";
import type { Session } from "../../session/session.js";
import { adminTest } from "../roles/role-contents.js";

/** An admin who loses that access. */
interface TakenAdmin {
  live: User;
  /** The admin roles that the guard names. */
  named: readonly string[];
  /** The minimum number of enabled admins that must remain. */
  least: number;
  /** Takes the access away, with a write that can be undone. */
  take(): Promise<User>;
  giveBack(taken: User): Promise<unknown>;
}

/**
 * Takes an admin's access away and then rereads who is left: another run may have taken another admin's access at the same
 * moment, and the API has no preconditions. If too few are left, the access is given back. Of two runs that each take
 * one of the last two admins, at least one reads after both have written.
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
      `${left} enabled admins were left without ${live.email}, but at least ${least} must remain: ` +
      "another run or person took one away at the same moment.";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    reason = `how many admins are left without ${live.email} could not be read: ${error.message}`;
  }
  try {
    await giveBack(taken);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new GuardRefusal(
      `guard.minimumAdmins: ${reason} The access could not be given back either: ${error.message} ` +
        `Give ${live.email} the role ${live.roleID} and enable them in the Cloud One console.`,
    );
  }
  throw new GuardRefusal(`guard.minimumAdmins: ${reason} ${live.email} has the role ${live.roleID} again. Run again.`);
}

/** Counts the other enabled admins, up to the minimum: each is read singly, since lists can lag. */
async function adminsLeft(session: Session, { live, named, least }: TakenAdmin): Promise<number> {
  const { users } = session.inventory;
  const listed = await users.allNow();
  const isAdmin = await adminTest(session, named);
  let left = 0;
  for (const { id } of listed.filter((user) => user.id !== live.id && isAdmin(user))) {
    const now = await users.fetch(id);
    if (now !== undefined && isAdmin(now)) left += 1;
    if (left >= least) break;
  }
  return left;
}
