import type { Role } from "../../client/index.js";
import type { Guard } from "../../plan/guard/guard.js";
import { roleDifferences } from "../../plan/roles/role.js";
import { ALONE, adoptionConflict, IN_A_SET, type RoleWording } from "../../plan/roles/role-failures.js";
import type { RoleEntry, RoleSetInputs } from "../../plan/roles/role-set.js";
import { type RoleAction, type RolesPlan, roleRemoval } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import { type RoleGuard, roleGuardAlone, roleGuardInPlan } from "./role-guard.js";
import { createRole, deleteRole, modifyRole } from "./roles.js";

/** What limits a write, besides the action itself. */
export interface Policies {
  adopt?: RoleSetInputs["adopt"];
  guard?: Guard | undefined;
}

/** Carries out an action on a role that is declared alone and was read just now. */
export function carryOutForRole(
  session: Session,
  declared: Policies,
  action: RoleAction,
  live: Role | undefined,
): Promise<Role | undefined> {
  return carryOut(session, action, live, declared, roleGuardAlone(session, declared.guard, action.id), ALONE);
}

/** Carries out the actions of a set's plan, each on the role as it is now. */
export function carryOutRolesPlan(
  session: Session,
  declared: Policies,
  plan: RolesPlan,
): (action: RoleAction) => Promise<void> {
  const guarded = roleGuardInPlan(session, declared.guard, plan);
  return (action) => carryOutPlanned(session, declared, action, guarded(action));
}

async function carryOutPlanned(
  session: Session,
  declared: Policies,
  action: RoleAction,
  guard: RoleGuard,
): Promise<void> {
  const { roles } = session.inventory;
  const live = action.do === "modify" ? await roles.fetch(action.id) : undefined;
  if (action.do === "modify" && live === undefined) roles.record(action.id, undefined);
  await carryOut(session, action, live, declared, guard, IN_A_SET);
}

async function carryOut(
  session: Session,
  action: RoleAction,
  live: Role | undefined,
  { adopt }: Policies,
  guard: RoleGuard,
  { held }: RoleWording,
): Promise<Role | undefined> {
  const { id } = action;
  if (action.do === "delete") {
    await guard.pass(roleRemoval(id, "delete"), undefined, () => deleteRole(session, id, held));
    return undefined;
  }
  const { entry } = action;
  if (live !== undefined) return modifyRole(session, entry, live, guard);
  const present = await session.inventory.roles.peek(id);
  if (present !== undefined) return takeOver(session, entry, present, adopt, guard);
  const { role, isNew } = await createRole(session, id, entry);
  return isNew ? role : takeOver(session, entry, role, adopt, guard);
}

/** Someone else has made the role since it was planned. */
async function takeOver(
  session: Session,
  entry: RoleEntry,
  present: Role,
  adopt: RoleSetInputs["adopt"] = "identical",
  guard: RoleGuard,
): Promise<Role> {
  const { roles } = session.inventory;
  const conflict = adoptionConflict(present, adopt, roleDifferences(entry, present));
  if (conflict !== undefined) throw new Error(conflict);
  if (adopt === "overwrite") return modifyRole(session, entry, (await roles.fetch(present.id)) ?? present, guard);
  roles.record(present.id, present);
  return present;
}
