import type { UserSetDone } from "../../apply/users/user-set.js";
import type { User } from "../../client/index.js";
import { type Binding, describeChange } from "../../plan/access/bindings.js";
import { deepEqual } from "../../plan/args/deep-equal.js";
import { foldEmail } from "../../plan/args/fields.js";
import { type Remembered, recallBoth } from "../../plan/users/remembered.js";
import { FALLBACK_ROLE, NO_ACCESS } from "../../plan/users/user-assignment.js";
import { type UserEntry, wantedBinding } from "../../plan/users/user-assignment-set.js";
import { bindingOf, type Member } from "../../plan/users/user-members.js";
import type { UsersPlan } from "../../plan/users/users.js";
import type { Session } from "../../session/session.js";
import { endingOf } from "../user-assignment/outputs.js";

export interface UserAssignmentSetOutputs {
  /** The members as the account has them, in the form in which they are declared. */
  users?: Record<string, UserEntry>;
  /** Empty for someone who is only invited. */
  userIds?: Record<string, string>;
  /** What was found of each member when the set took them over; absent if that is {@link BASELINE}. */
  found?: Record<string, UserEntry>;
  /** Ids of users that the set once declared; absent if there are none. */
  former?: string[];
  /** Those of them that the set left disabled; absent if there are no former ones, and in older states. */
  formerDisabled?: string[];
  /** Users who were excluded or protected by an address, by pattern; absent if there are none. */
  excludedIds?: Remembered;
  protectedIds?: Remembered;
  /** Emails that were dropped while invited. Only the inputs list them separately; outputs have them among `users`. */
  leaving?: string[];
}

/** The baseline that is not stored: what a disabled user falls back to anyway. */
export const BASELINE: Binding = { roleId: FALLBACK_ROLE, state: "enabled" };

type Memory = Pick<UserAssignmentSetOutputs, "former" | "formerDisabled" | "excludedIds" | "protectedIds">;

/** What the state remembers about users that the set does not declare, without what is empty. */
export function memoryOf({ former, formerDisabled, excludedIds = {}, protectedIds = {} }: Memory): Memory {
  return {
    ...(former !== undefined && former.length > 0 && { former, ...(formerDisabled && { formerDisabled }) }),
    ...(Object.keys(excludedIds).length > 0 && { excludedIds }),
    ...(Object.keys(protectedIds).length > 0 && { protectedIds }),
  };
}

/** The outputs with what the inputs remember: every `up` stores the inputs, but outputs only if something was written. */
export function recalling(stored: UserAssignmentSetOutputs, inputs: Memory): UserAssignmentSetOutputs {
  return {
    ...stored,
    ...memoryOf({
      excludedIds: recallBoth(stored.excludedIds, inputs.excludedIds),
      protectedIds: recallBoth(stored.protectedIds, inputs.protectedIds),
    }),
  };
}

/** The members that the state knows. */
export function members({ users = {}, userIds = {}, found, leaving = [] }: UserAssignmentSetOutputs): Member[] {
  return [...new Set([...Object.keys(users), ...leaving])].map((email) => ({
    email,
    userId: userIds[email],
    found: found && (storedBinding(found[email]) ?? BASELINE),
  }));
}

/** The baseline stays, even if a user is declared under a new email or accepts an invitation. */
function baselines(
  stored: UserAssignmentSetOutputs,
  live: ReadonlyMap<string, User>,
): (email: string, id: string) => Binding {
  const known = members(stored);
  const byId = new Map(known.flatMap(({ userId, found }) => (userId ? [[userId, found] as const] : [])));
  const byEmail = new Map(known.filter(({ userId }) => userId === "").map((one) => [foldEmail(one.email), one.found]));
  return (email, id) => {
    const user = live.get(id);
    const found = byId.get(id) ?? byEmail.get(foldEmail(email));
    return found ?? (user === undefined ? NO_ACCESS : bindingOf(user));
  };
}

/** A run of the set: the account before it, its plan, and what became of that. */
interface SetRun extends Pick<UserSetDone, "failed" | "invitedTo"> {
  stored: UserAssignmentSetOutputs;
  before: ReadonlyMap<string, User>;
  plan: UsersPlan;
}

/** What the state holds after a run, whatever part of it succeeded. */
export async function outputsAfter(session: Session, run: SetRun): Promise<UserAssignmentSetOutputs> {
  const { stored, before, plan, failed } = run;
  const { users } = session.inventory;
  const now = new Map((await users.all()).map((user) => [user.id, user]));
  const { entries, ids, invitedTo } = membersAfter(run);
  // This list may be newer than the plan's and lack someone; what was done must get into the state anyway.
  for (const id of [...ids.values(), ...plan.former]) {
    if (now.has(id)) continue;
    const user = await users.get(id).catch(() => before.get(id));
    if (user !== undefined) now.set(id, user);
  }
  const former = plan.former.filter((id) => now.has(id) && !failed.has(id));
  const isFormer = new Set(former);
  const formerDisabled = plan.formerDisabled.filter((id) => isFormer.has(id));
  const outs = outputs(entries, { ids, invitedTo }, now, baselines(stored, before));
  return { ...outs, ...memoryOf({ ...plan, former, formerDisabled }) };
}

/** The declared members, and the dropped ones that the set is not done with. */
function membersAfter({ stored, plan, failed, ...run }: SetRun) {
  const entries = { ...plan.entries };
  const ids = new Map([...plan.users].map(([email, { id }]) => [email, id]));
  const invitedTo = new Map(run.invitedTo);
  const declared = new Set(ids.values());
  for (const [email, entry] of Object.entries(stored.users ?? {})) {
    const id = plan.dropped.get(email) ?? "";
    const invitation = plan.leaving.get(email);
    if (invitation !== undefined) invitedTo.set(email, invitation.roleID);
    else if (!failed.has(id) || declared.has(id)) continue;
    else ids.set(email, id);
    entries[email] = entry;
  }
  return { entries, ids, invitedTo };
}

/** Of each entry, the binding of its user, by their id, or the role that they are only invited to. */
export function outputs(
  entries: Readonly<Record<string, UserEntry>>,
  { ids, invitedTo }: Record<"ids" | "invitedTo", ReadonlyMap<string, string>>,
  now: ReadonlyMap<string, User>,
  foundOf: (email: string, id: string) => Binding,
): UserAssignmentSetOutputs {
  const outs = { users: {}, userIds: {}, found: {} } as Required<
    Pick<UserAssignmentSetOutputs, "users" | "userIds" | "found">
  >;
  for (const [email, entry] of Object.entries(entries)) {
    const id = ids.get(email) ?? "";
    const user = now.get(id);
    // People are enabled when they accept.
    const { roleId, state } = user === undefined ? { roleId: invitedTo.get(email), state: "enabled" } : bindingOf(user);
    if (roleId === undefined) continue;
    const declaresState = typeof entry === "object" && entry.state !== undefined;
    outs.users[email] =
      typeof entry === "object"
        ? { roleId, ...(declaresState && { state: asState(state) }), ...endingOf(entry) }
        : roleId;
    outs.userIds[email] = user === undefined ? "" : id;
    const found = foundOf(email, id);
    if (describeChange(found, BASELINE) !== "") {
      outs.found[email] =
        found.state === "enabled" ? found.roleId : { roleId: found.roleId, state: asState(found.state) };
    }
  }
  return outs;
}

export function storedBinding(entry: UserEntry | undefined): Binding | undefined {
  return entry === undefined ? undefined : wantedBinding(entry, { roleId: "", state: "enabled" });
}

export function sameEntry(declared: UserEntry, stored: UserEntry | undefined): boolean {
  if (stored === undefined) return false;
  const [a, b] = [declared, stored].map((one) => (typeof one === "string" ? { roleId: one } : one));
  const isSameEnd = deepEqual(endingOf(a ?? {}), endingOf(b ?? {}));
  return a?.roleId === b?.roleId && (a?.state === undefined || a.state === b?.state) && isSameEnd;
}

function asState(state: string): "enabled" | "disabled" {
  return state === "enabled" ? "enabled" : "disabled";
}
