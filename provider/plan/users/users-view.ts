import { ADMIN_ROLES, type AdminRoles, adminRoles } from "../access/admin-roles.js";
import { type Binding, type BindingFacts, isKnown, losesAccess } from "../access/bindings.js";
import { roleContents } from "../access/role-contents.js";
import { foldEmail, UNKNOWN } from "../args/fields.js";
import { matchesAny } from "../args/glob.js";
import type { PendingInvitation } from "./invitations.js";
import { remember, remembersAny } from "./remembered.js";
import { disabledBinding } from "./user-assignment.js";
import { IN_A_SET, type UserWording } from "./user-failures.js";
import { type LiveUser, type Member, Members } from "./user-members.js";
import type { UserAction, UsersPlan, UsersPlanInput } from "./users-plan.js";

type Who = Pick<LiveUser, "id" | "email">;

/** What every part of a users plan reads: the input, and what follows from it. */
export interface UsersView extends UsersPlanInput {
  invitations: readonly PendingInvitation[];
  wording: UserWording;
  members: Members;
  /** What the state holds of an address, in any case. */
  storedAs(email: string): Member | undefined;
  /** Declared addresses, folded. */
  declaredEmails: ReadonlySet<string>;
  facts: BindingFacts;
  admins: AdminRoles;
  /** Excluded users, by the pattern that one of their addresses has matched. */
  excludedIds: Record<string, string[]>;
  isRoleThere(roleId: string): boolean;
  isRoleUnknown(roleId: string): boolean;
  /** What a disable makes of a user: the role found at create comes back if it can. */
  disabled(found: Binding | undefined): Binding;
  /** The roles of the account, and those that this run declares. */
  knownRoles(): Iterable<string>;
  isExcludedNow(user: Who): boolean;
  /** What the end of a member's access does, by the declared email; `declared` already has what follows. */
  ended?: ReadonlyMap<string, "disable" | "bind">;
  /** The same, also by an earlier address. */
  isExcluded(user: Who): boolean;
}

export function usersView(input: UsersPlanInput): UsersView {
  const { declared, live, roles, declaredRoles, isForecast = false, invitations = [], wording = IN_A_SET } = input;
  const { exclude = [], unmanaged = "ignore" } = declared;
  const named = declared.guard?.adminRoles ?? ADMIN_ROLES;
  const contents = roleContents(roles, declaredRoles, { isForecast });
  const admins = adminRoles(named, contents);
  const stored = new Map(input.stored.map((member) => [foldEmail(member.email), member]));
  // Exclusions matter only if the set acts on users other than its members.
  const excludedIds = remember(exclude, input.excludedIds, unmanaged === "ignore" ? [] : live);
  const excludedOnce = remembersAny(excludedIds);
  const isExcludedNow = ({ id, email }: Who) => matchesAny(exclude, email) || matchesAny(exclude, id);
  const isRoleThere = (id: string) => roles.has(id) || (isForecast && declaredRoles?.has(id) === true);
  return {
    ...input,
    invitations,
    wording,
    members: new Members(live, wording, input.emails),
    storedAs: (email) => stored.get(foldEmail(email)),
    declaredEmails: new Set(Object.keys(declared.users).map(foldEmail)),
    facts: { roles: contents, named },
    admins,
    excludedIds,
    isRoleThere,
    isRoleUnknown: (id) => id !== UNKNOWN && !isRoleThere(id) && !input.isRoleDeclared(id),
    disabled(found) {
      const mayReturn =
        found !== undefined && isRoleThere(found.roleId) && input.isRoleRetiring?.(found.roleId) !== true;
      return disabledBinding(found, mayReturn, admins.maybe);
    },
    knownRoles: () => [...roles.keys(), ...(declaredRoles?.keys() ?? [])],
    isExcludedNow,
    isExcluded: (user) => excludedOnce.has(user.id) || isExcludedNow(user),
  };
}

/** Adds one write to the plan, unless the user has that binding already. Returns whether it did. */
export function act(
  { actions }: UsersPlan,
  { facts }: UsersView,
  { do: kind, user, to, keepsState }: Omit<UserAction, "isRemoval">,
): boolean {
  if (to !== undefined && to.roleId === user.roleId && to.state === user.state) return false;
  // No one declared this user, so moving them counts as a removal whatever the new role holds.
  const isRemoval = to === undefined || (kind === "move" && isKnown(to)) || takesAway(user, to, facts);
  actions.push({ do: kind, user, to, isRemoval, keepsState });
  return true;
}

/** A role or state that is not known yet is judged once it is. */
function takesAway(user: LiveUser, to: Binding, facts: BindingFacts): boolean {
  const known = (value: string, now: string) => (value === UNKNOWN ? now : value);
  const state = known(to.state, user.state);
  return losesAccess(user, { roleId: known(to.roleId, user.roleId), state }, facts);
}
