import type { RolesPlan } from "./roles-plan.js";

/** What a person should know before a run: lines for warnings, lines for information. */
interface Lines {
  warnings: string[];
  infos: string[];
}

/** About a set of roles. */
export function describeSet(plan: RolesPlan): Lines {
  const { removals, gains, retiring, unmanaged, heldUnmanaged } = plan;
  const taken = removals.map(({ name, action }) => `${name} (${action})`);
  const be = unmanaged.length === 1 ? "is" : "are";
  return {
    warnings: [
      ...describeNewAdmins(plan),
      ...(taken.length > 0 ? [`${count(removals, "role")} would be narrowed or deleted: ${taken.join("; ")}`] : []),
      ...[...retiring].map(
        ([id, holders]) =>
          `role ${id} is dropped but still held by ${holders.join(", ")}: it is deleted once they have moved`,
      ),
      ...(unmanaged.length > 0
        ? [`${count(unmanaged, "custom role")} of the account ${be} declared by nobody: ${unmanaged.join(", ")}`]
        : []),
      ...[...heldUnmanaged].map(
        ([id, holders]) =>
          `role ${id} is declared by nobody and would be deleted, but is held by ${holders.join(", ")}`,
      ),
    ],
    infos: gains,
  };
}

/** About a role that is declared alone. */
export function describeRole(plan: RolesPlan): Lines {
  const lost = plan.actions.flatMap((action) => (action.do === "modify" && action.lost.length > 0 ? action : []));
  return {
    warnings: [...lost.map(({ id, lost }) => `role ${id} loses ${lost.join(", ")}`), ...describeNewAdmins(plan)],
    infos: [
      ...plan.takenOver.map((id) => `role ${id} exists and is as declared: it is taken over, nothing is written`),
      ...plan.gains,
    ],
  };
}

/** Names everyone who becomes an admin because a role gains the identity service's full access. */
function describeNewAdmins({ newAdmins }: RolesPlan): string[] {
  return [...newAdmins].map(([id, holders]) => {
    const who =
      holders.length > 0 ? `makes admins of: ${holders.toSorted().join(", ")}` : "makes admins of all who get it";
    return `role ${id} would come to hold the identity service's full access, which ${who}`;
  });
}

function count(of: readonly unknown[], noun: string): string {
  return `${of.length} ${noun}${of.length === 1 ? "" : "s"}`;
}
