import type { Role } from "../../client/index.js";
import type { RoleEntry, RoleSetInputs } from "../../plan/roles/role-set.js";
import type { RolesPlan } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import { contentOf } from "../role/outputs.js";

export interface RoleSetOutputs {
  /** The members as the account has them; a description only if it is declared. */
  roles?: Record<string, RoleEntry>;
  roleIds?: Record<string, string>;
  /** Dropped roles that are deleted once their last holder has moved. */
  retiring?: string[];
}

/** A run of the set: what it was for, and which roles it is done with. */
interface SetRun {
  declared: RoleSetInputs;
  stored: RoleSetOutputs;
  plan: RolesPlan;
  done: ReadonlySet<string>;
}

/** What the state holds after a run, whatever part of it succeeded. */
export async function outputsAfter(
  session: Session,
  { declared, stored, plan, done }: SetRun,
): Promise<RoleSetOutputs> {
  const { roles } = session.inventory;
  // Including what was written in the meantime, even if it was not kept.
  const now = new Map((await roles.all()).map((role) => [role.id, role]));
  const planned = new Set(plan.actions.map(({ id }) => id));
  const failed = Object.entries(stored.roles ?? {}).filter(
    ([id]) => !Object.hasOwn(declared.roles, id) && planned.has(id) && !done.has(id),
  );
  const retiring: string[] = [];
  for (const id of [...plan.retiring.keys(), ...(stored.retiring ?? []).filter((id) => planned.has(id))]) {
    // A user may have moved since, and the role may be gone; if its deletion failed, it waits for the next run.
    if (!Object.hasOwn(declared.roles, id) && (await roles.peek(id)) !== undefined) retiring.push(id);
  }
  return outputs([...Object.entries(declared.roles), ...failed], (id) => now.get(id), retiring);
}

export function outputs(
  declared: readonly (readonly [string, RoleEntry])[],
  now: (id: string) => Role | undefined,
  retiring: string[],
): RoleSetOutputs {
  const members = declared.flatMap(([id, entry]) => {
    const live = now(id);
    return live === undefined ? [] : [[id, contentOf(live, entry)] as const];
  });
  return {
    roles: Object.fromEntries(members),
    roleIds: Object.fromEntries(members.map(([id]) => [id, id])),
    retiring,
  };
}
