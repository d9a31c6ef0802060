import { listWith } from "../../apply/list-with.js";
import { noteDeclaredRole, planWithHolders } from "../../apply/roles/lone-role.js";
import { roleDifferences } from "../../plan/roles/role.js";
import type { RoleSetInputs } from "../../plan/roles/role-set.js";
import type { RolesPlan, RolesPlanInput } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import type { RoleSetOutputs } from "./outputs.js";

/** Plans what makes the account's custom roles what the set declares. */
export async function planRoleSet(
  session: Session,
  declared: RoleSetInputs,
  stored: RoleSetOutputs,
  { isForecast = false } = {},
): Promise<RolesPlan> {
  for (const [id, role] of Object.entries(declared.roles)) noteDeclaredRole(session, id, role);
  const known = [...Object.keys(stored.roles ?? {}), ...(stored.retiring ?? [])];
  const live = new Map((await listWith(session.inventory.roles, known)).map((role) => [role.id, role]));
  const input: RolesPlanInput = {
    declared: { ...declared, guard: session.guard(declared.guard) },
    stored: Object.keys(stored.roles ?? {}),
    retired: stored.retiring ?? [],
    live,
    isDeclaredElsewhere: (id) => session.declarations.holds("role", id),
  };
  return planWithHolders(session, input, { isForecast });
}

/** What a deletion with policy "apply" carries out: a set without roles. */
export function nothingOf(stored: RoleSetOutputs): RoleSetInputs {
  return { roles: {}, allowEmpty: true, guard: (stored as Pick<RoleSetInputs, "guard">).guard };
}

/** Whether the state differs from what the plan would store, even without an action. */
export function differsInState({ roles }: RoleSetInputs, { roles: members = {} }: RoleSetOutputs): boolean {
  const ids = Object.keys(roles);
  if (ids.length !== Object.keys(members).length) return true;
  return ids.some((id) => {
    const [declared, member] = [roles[id], members[id]];
    return declared === undefined || member === undefined || roleDifferences(declared, member).length > 0;
  });
}
