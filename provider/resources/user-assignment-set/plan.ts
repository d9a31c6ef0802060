import { listWith } from "../../apply/list-with.js";
import { invitationsToName, pendingAmong } from "../../apply/users/invitations.js";
import { urnsByRole } from "../../plan/access/role-contents.js";
import { foldEmail } from "../../plan/args/fields.js";
import type { UserAssignmentSetInputs, UserEntry } from "../../plan/users/user-assignment-set.js";
import { liveUser } from "../../plan/users/user-members.js";
import { planUsers, type UsersPlan } from "../../plan/users/users.js";
import type { Session } from "../../session/session.js";
import type { Properties } from "../resource.js";
import { members, memoryOf, sameEntry, type UserAssignmentSetOutputs } from "./outputs.js";

/** Plans what makes the account's users what the set declares, by the lists and invitations that this needs. */
export async function planUserSet(
  session: Session,
  declared: UserAssignmentSetInputs,
  stored: UserAssignmentSetOutputs,
  { isForecast = false } = {},
): Promise<UsersPlan> {
  const { users, roles } = session.inventory;
  // A plan that is carried out needs a recent list; a forecast uses the one that is there. Each write reads its user again, and
  // a write that takes an admin away reads all admins again, so a list that takes long to read does no harm here.
  if (!isForecast) await users.allRenewed();
  const known = members(stored);
  await listWith(users, [...known.map(({ userId }) => userId), ...(stored.former ?? [])]);
  const addresses = new Set(Object.keys(declared.users).map(foldEmail));
  // A member without an id in the state is, or may be, only invited.
  const unknown = new Map(known.flatMap(({ email, userId }) => (userId ? [] : [[foldEmail(email), userId] as const])));
  const absent = await withoutUser(session, [...addresses, ...unknown.keys()]);
  const mayBeInvited = absent.filter(
    (email) => declared.ifMissing === "invite" || unknown.get(email) === "" || !addresses.has(email),
  );
  const invited = await pendingAmong(session, mayBeInvited);
  const named = new Set([...mayBeInvited, ...known.map(({ email }) => foldEmail(email))]);
  const toName = await invitationsToName(
    session,
    absent.filter((email) => !named.has(email)),
  );
  return planUsers({
    now: session.judgedAt(),
    declared: { ...declared, guard: session.guard(declared.guard) },
    stored: known,
    former: stored.former ?? [],
    formerDisabled: stored.formerDisabled,
    excludedIds: stored.excludedIds,
    protectedIds: stored.protectedIds,
    live: (await users.all()).map(liveUser),
    invitations: [...invited, ...toName],
    roles: urnsByRole(await roles.all()),
    declaredRoles: session.declaredRoles,
    isForecast,
    isRoleDeclared: (id) => session.declarations.holds("role", id),
    isRoleRetiring: (id) => session.retiring.has(id),
    isDeclaredElsewhere: ({ id, email }) =>
      session.declarations.holds("user", foldEmail(email)) || session.declarations.holds("user", id),
  });
}

/** The addresses that no user has: absence rests on two complete reads of the list. */
async function withoutUser({ inventory: { users } }: Session, emails: readonly string[]): Promise<string[]> {
  const known = new Set((await users.all()).map(({ email }) => foldEmail(email)));
  const missing = new Set(emails.filter((email) => !known.has(email)));
  if (missing.size === 0) return [];
  for (const user of await users.find(({ email }) => missing.has(foldEmail(email)))) {
    users.record(user.id, user);
    missing.delete(foldEmail(user.email));
  }
  return [...missing];
}

/** What a deletion with policy "apply" carries out: a set without users. */
export function nothingOf(stored: UserAssignmentSetOutputs): UserAssignmentSetInputs {
  const { removed, guard } = stored as Pick<UserAssignmentSetInputs, "removed" | "guard">;
  return { users: {}, allowEmpty: true, removed, guard };
}

/** What the stored inputs say about the members, if the outputs are not at hand. */
export async function outputsFromInputs(
  session: Session,
  { users = {}, leaving = [], ...inputs }: Properties,
): Promise<UserAssignmentSetOutputs> {
  const { former = [], ...memory } = memoryOf(inputs as UserAssignmentSetOutputs);
  const invited = leaving as string[];
  const wanted = new Map([...Object.keys(users as object), ...invited].map((email) => [foldEmail(email), email]));
  // A member whose id is not known here is left to the comparison, which has the outputs.
  const userIds: Record<string, string> = Object.fromEntries(invited.map((email) => [email, ""]));
  for (const user of await session.inventory.users.all()) {
    const email = wanted.get(foldEmail(user.email));
    if (email !== undefined) userIds[email] = user.id;
  }
  return { users: users as Record<string, UserEntry>, userIds, former, ...memory, leaving: invited };
}

/** Whether the state differs from what the plan would store, even without an action. */
export function differsInState(
  stored: UserAssignmentSetOutputs,
  { entries: now, invitations, leaving }: UsersPlan,
): boolean {
  const entries = Object.entries(now);
  const waiting = new Set([...leaving.keys()].map(foldEmail));
  const members = new Map(
    Object.entries(stored.users ?? {})
      .map(([email, entry]) => [foldEmail(email), entry] as const)
      .filter(([email]) => !waiting.has(email)),
  );
  return (
    invitations.length > 0 ||
    entries.length !== members.size ||
    entries.some(([email, entry]) => !sameEntry(entry, members.get(foldEmail(email))))
  );
}
