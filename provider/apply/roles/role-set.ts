import type { RoleAction, RolesPlan } from "../../plan/roles/roles.js";
import { isTaking } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import { forEachConcurrent } from "../for-each-concurrent.js";
import { releaseRole } from "./retiring.js";
import { carryOutRolesPlan, type Policies } from "./role-actions.js";

/** What has become of a set's plan: why some roles failed, and which ones are done. */
interface RoleSetDone {
  failures: string[];
  done: ReadonlySet<string>;
}

/** Carries out the plan of a set. One role that fails does not stop the others of its phase. */
export async function carryOutRoleSet(session: Session, policies: Policies, plan: RolesPlan): Promise<RoleSetDone> {
  const done = new Set<string>();
  const carryOutOne = carryOutRolesPlan(session, policies, plan);
  const carryOut = async (action: RoleAction) => {
    await carryOutOne(action);
    done.add(action.id);
  };
  const failures: string[] = [];
  for (const phase of phases(plan.actions)) {
    failures.push(...(await forEachConcurrent(phase, ({ id }) => `role ${id}`, carryOut, session.signal)));
  }
  for (const id of plan.retiring.keys()) {
    session.retiring.add(id);
    await releaseRole(session, id);
  }
  return { failures, done };
}

/** Changes that give, then changes that take away, then deletions: one phase ends before the next starts. */
function phases(actions: readonly RoleAction[]): RoleAction[][] {
  const deletions = actions.filter((action) => action.do === "delete");
  const rest = actions.filter((action) => action.do !== "delete");
  return [rest.filter((action) => !isTaking(action)), rest.filter(isTaking), deletions];
}
