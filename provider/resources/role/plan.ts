import { planLoneRole } from "../../apply/roles/lone-role.js";
import type { Role } from "../../client/index.js";
import type { RoleInputs } from "../../plan/roles/role.js";
import { GONE } from "../../plan/roles/role-failures.js";
import type { RolesPlan } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import type { Plan } from "../resource.js";
import { refuseOtherObject } from "../single.js";
import { asStored, type RoleOutputs } from "./outputs.js";

export interface LoneRolePlan extends Plan {
  /** The plan for a set of one; undefined if there is nothing to ask or do. */
  roles?: RolesPlan;
  /** The role as read before the write. */
  live?: Role | undefined;
}

/** Plans a role that is new to the state. */
export async function planNew(session: Session, declared: RoleInputs): Promise<LoneRolePlan> {
  const { roleId: id, adopt } = declared;
  const { roles } = session.inventory;
  let live = await roles.peek(id);
  if (live !== undefined && adopt === "overwrite") {
    live = await roles.fetch(id);
    if (live === undefined) roles.record(id, undefined);
  }
  return planned(await planLoneRole(session, { id, live, declared, isStored: false }), live);
}

/** Plans a change of the stored role, based on what it is now. */
export async function planChange(session: Session, declared: RoleInputs, id: string): Promise<LoneRolePlan> {
  refuseOtherObject(declared.roleId, id);
  const live = await session.inventory.roles.fetch(id);
  if (live === undefined) throw new Error(GONE);
  return planned(await planLoneRole(session, { id, live, declared, isStored: true }), live);
}

/** Plans the deletion of a role that is no longer declared; the write finds out whether someone holds it. */
export async function planDropped(session: Session, stored: RoleOutputs): Promise<LoneRolePlan> {
  const { roleId: id, guard } = stored;
  return planned(await planLoneRole(session, { id, live: asStored(stored), isStored: true, guard }), undefined);
}

function planned(roles: RolesPlan, live: Role | undefined): LoneRolePlan {
  return { checkFailures: roles.checkFailures, roles, live };
}
