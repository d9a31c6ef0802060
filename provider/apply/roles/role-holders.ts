import { readableHolders } from "../../inventory/readable-holders.js";
import type { Guard } from "../../plan/guard/guard.js";
import { unmatchedEmails } from "../../plan/guard/judge.js";
import type { Session } from "../../session/session.js";
import { adminTest } from "./role-contents.js";

/** Stands for holders in a list that this key may not read. */
export const UNREADABLE = "others that this API key may not read";

/** The names of the role's holders; undefined if this key may not read everything that may hold a role. */
export function holdersOf(session: Session, id: string): Promise<readonly string[] | undefined> {
  return readableHolders(session.inventory.holders(id, session.now()));
}

/** The people who hold the role. */
export async function peopleWith({ inventory }: Session, id: string) {
  return (await inventory.peopleByRole()).get(id) ?? [];
}

/** The protected emails that no one in the account has. */
export async function unmatchedIn({ inventory }: Session, guard: Guard): Promise<string[]> {
  return unmatchedEmails(guard, [...(await inventory.peopleByRole()).values()].flat());
}

/** How many enabled admins there are, with and without those who are admins through this role. */
export async function adminsWithoutRole(session: Session, id: string, named: readonly string[] | undefined) {
  const users = await session.inventory.users.allFresh();
  const isAdmin = await adminTest(session, named);
  const after = users.filter((user) => user.roleID !== id && isAdmin(user)).length;
  return { now: after + users.filter(({ roleID, state }) => roleID === id && state === "enabled").length, after };
}
