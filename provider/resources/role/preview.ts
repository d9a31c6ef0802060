import { planLoneRole } from "../../apply/roles/lone-role.js";
import { roleGuardAlone } from "../../apply/roles/role-guard.js";
import { unmatchedIn } from "../../apply/roles/role-holders.js";
import { hasUnknown } from "../../plan/args/fields.js";
import type { Guard } from "../../plan/guard/guard.js";
import type { RoleInputs } from "../../plan/roles/role.js";
import type { RolesPlan } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import { asStored, type RoleOutputs } from "./outputs.js";
import type { LoneRolePlan } from "./plan.js";

type Judged = Pick<LoneRolePlan, "removals" | "unmatched" | "adminsForecast">;

/** What the guards need to know about a change of the stored role before it is written. */
export async function planStored(session: Session, declared: RoleInputs, stored: RoleOutputs): Promise<Judged> {
  const role = { id: declared.roleId, live: asStored(stored), declared, isStored: true };
  return judgedAtPreview(session, await planLoneRole(session, role, { isForecast: true }), declared.guard);
}

/** What a change takes away, in the words of the write, and how many admins it leaves. An unknown guard judges the write itself. */
export async function judgedAtPreview(
  session: Session,
  { actions: [action], admins }: RolesPlan,
  guard: Guard | undefined,
): Promise<Judged> {
  if (action?.do !== "modify" || action.lost.length === 0 || hasUnknown(guard)) return {};
  const judge = roleGuardAlone(session, guard, action.id);
  const removal = await judge.narrowing(action.lost);
  if (removal === undefined) return {};
  const unmatched = removal.users?.length ? await unmatchedIn(session, judge.guard) : [];
  return { removals: [removal], unmatched, ...(admins && { adminsForecast: admins }) };
}
