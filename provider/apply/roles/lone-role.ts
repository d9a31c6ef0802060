import { readableHolders } from "../../inventory/readable-holders.js";
import { hasUnknown } from "../../plan/args/fields.js";
import type { Guard } from "../../plan/guard/guard.js";
import { unmatchedEmails } from "../../plan/guard/judge.js";
import { pairsOf } from "../../plan/guard/separate.js";
import type { RoleContent, RoleInputs } from "../../plan/roles/role.js";
import { ALONE } from "../../plan/roles/role-failures.js";
import type { RoleEntry } from "../../plan/roles/role-set.js";
import { isTaking, type LiveRole, planRoles, type RolesPlan, type RolesPlanInput } from "../../plan/roles/roles.js";
import { bindingOf } from "../../plan/users/user-members.js";
import type { Session } from "../../session/session.js";
import { UNREADABLE } from "./role-holders.js";

/** A role that is, or was, declared alone. */
interface LoneRole {
  id: string;
  /** As the account or the state has it; undefined if there is no such role. */
  live: LiveRole | undefined;
  /** Undefined if nothing is declared any more. */
  declared?: RoleInputs;
  /** Whether the state holds it. */
  isStored: boolean;
  guard?: Guard | undefined;
}

/**
 * Plans a set of one. It reads only this role, so only the guards of the write itself judge the plan, and each write reads the
 * holders itself. A forecast reads them if they lose something or become admins.
 */
export async function planLoneRole(session: Session, role: LoneRole, { isForecast = false } = {}): Promise<RolesPlan> {
  const { id, live, declared, isStored, guard = declared?.guard } = role;
  const { adminRoles, separate } = session.guard(guard);
  const input: RolesPlanInput = {
    declared: {
      roles: declared === undefined ? {} : { [id]: entryOf(declared) },
      adopt: declared?.adopt,
      guard: { adminRoles, separate: pairsOf({ separate }) },
    },
    stored: isStored ? [id] : [],
    live: new Map(live === undefined ? [] : [[id, live]]),
    wording: ALONE,
  };
  if (declared !== undefined) noteDeclaredRole(session, id, declared);
  return isForecast ? planWithHolders(session, input, { isForecast }) : planRoles(input);
}

function entryOf({ name, description, serviceRoleURNs }: RoleInputs): RoleEntry {
  return { name, ...(description !== undefined && { description }), serviceRoleURNs };
}

/**
 * Plans with the holders of the roles. They are read only if they lose something or, for a forecast, if they become admins.
 */
export async function planWithHolders(
  session: Session,
  input: RolesPlanInput,
  { isForecast }: { isForecast: boolean },
): Promise<RolesPlan> {
  const plan = planRoles(input);
  const makesAdmins = [...plan.newAdmins.keys()].some((id) => input.live.has(id));
  if (!plan.actions.some(isTaking) && !(isForecast && makesAdmins)) return plan;
  const { inventory, proof } = session;
  const reading = inventory.holdersByRole(session.now());
  // A role is deleted only if it is known that no one holds it; a narrowing is judged as if someone did.
  const holders = await (plan.actions.some((one) => one.do === "delete") ? reading : readableHolders(reading));
  const people = await inventory.peopleByRole();
  const users = await inventory.users.all();
  const { roleId: ownRole, apiKeyId } = await proof.owner();
  // A list of keys may miss the one in use.
  const own = (id: string) => (id === ownRole ? [`API key ${apiKeyId}`] : []);
  const judged = planRoles({
    ...input,
    holders: (id) => (holders === undefined ? [UNREADABLE] : (holders.get(id) ?? own(id))),
    people: (id) => people.get(id) ?? [],
    bindings: users.map(bindingOf),
    mayBeOwn: (id) => ownRole === undefined || id === ownRole,
  });
  const readable = (id: string) => (people.get(id) ?? []).map(({ email }) => email);
  const newAdmins = [...judged.newAdmins].map(
    ([id, names]) => [id, names.includes(UNREADABLE) ? [...readable(id), UNREADABLE] : names] as const,
  );
  const unmatched = unmatchedEmails(input.declared.guard ?? {}, [...people.values()].flat());
  return { ...judged, newAdmins: new Map(newAdmins), unmatched };
}

/** Records the declared URNs of a role, to judge what its holders will have. */
export function noteDeclaredRole({ declaredRoles }: Session, id: string, { serviceRoleURNs }: RoleContent): void {
  // A list that is partly unknown is not recorded.
  if (serviceRoleURNs !== undefined && !hasUnknown(serviceRoleURNs)) declaredRoles.set(id, serviceRoleURNs);
}
