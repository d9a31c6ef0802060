import { bindingOf } from "../apply/users.js";
import type { User } from "../client/index.js";
import { type Binding, describeChange } from "../plan/access.js";
import { type UserEntry, wantedBinding } from "../plan/user-assignment-set.js";
import type { StoredMember } from "../plan/user-set-member.js";

export interface UserAssignmentSetOutputs {
  /** The members as the account has them, in the form in which they are declared. */
  users?: Record<string, UserEntry>;
  userIds?: Record<string, string>;
  /** What was found of each member when the set took them over; absent where that is {@link BASELINE}. */
  found?: Record<string, UserEntry>;
  /** Ids of users whom the set had declared once; absent where there are none. */
  former?: string[];
}

/** The baseline that is not stored: what a disabled user falls back to anyway. */
export const BASELINE: Binding = { roleId: "read-only", state: "enabled" };

export function members({ users = {}, userIds = {}, found }: UserAssignmentSetOutputs): StoredMember[] {
  return Object.keys(users).flatMap((email) => {
    const userId = userIds[email];
    return userId === undefined ? [] : [{ email, userId, found: found && (storedBinding(found[email]) ?? BASELINE) }];
  });
}

/** What was found stays found, also when a user is declared under their new email. */
export function baselines(stored: UserAssignmentSetOutputs, live: ReadonlyMap<string, User>): (id: string) => Binding {
  const found = new Map(members(stored).map((member) => [member.userId, member.found]));
  return (id) => {
    const user = live.get(id);
    return found.get(id) ?? (user === undefined ? BASELINE : bindingOf(user));
  };
}

export function outputs(
  of: readonly { email: string; id: string; entry: UserEntry | undefined }[],
  now: ReadonlyMap<string, User>,
  foundOf: (email: string, id: string) => Binding,
): UserAssignmentSetOutputs {
  const outs = { users: {}, userIds: {}, found: {} } as Required<UserAssignmentSetOutputs>;
  for (const { email, id, entry } of of) {
    const user = now.get(id);
    if (user === undefined) continue;
    const { roleId, state } = bindingOf(user);
    const declaresState = typeof entry === "object" && entry.state !== undefined;
    outs.users[email] =
      typeof entry === "object" ? { roleId, ...(declaresState && { state: asState(state) }) } : roleId;
    outs.userIds[email] = id;
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
  return a?.roleId === b?.roleId && (a?.state === undefined || a.state === b?.state);
}

function asState(state: string): "enabled" | "disabled" {
  return state === "enabled" ? "enabled" : "disabled";
}
