import type { Role } from "../../provider/client/index.js";
import type { DeclaredObjects, DeclaredRole } from "../../provider/plan/declared.js";
import { roleDifferences } from "../../provider/plan/role.js";
import type { RoleEntry } from "../../provider/plan/role-set.js";
import { planRoles } from "../../provider/plan/roles.js";
import type { Findings } from "./findings.js";

/** Compares declared roles with all roles of the account, by the plan that would make them as declared. */
export function compareRoles(
  { roles, excluded, retiring }: DeclaredObjects,
  live: readonly Role[],
  isAdminRole: (roleId: string) => boolean,
): Findings {
  const byId = new Map(live.map((role) => [role.id, role]));
  const declaredIds = new Set(roles.map(({ roleId }) => roleId));
  const findings: Findings = { managed: declaredIds.size, changed: [], missing: [], unmanaged: [], undecided: [] };
  for (const role of roles) {
    const present = byId.get(role.roleId);
    const entry = complete(role, present);
    const plan = planRoles({
      declared: { roles: { [role.roleId]: entry } },
      stored: [role.roleId],
      live: new Map(present === undefined ? [] : [[present.id, present]]),
    });
    const { urn, id } = role;
    for (const { do: what } of plan.actions) {
      if (what === "create" || present === undefined) findings.missing.push({ urn, kind: "role", id });
      else
        for (const { property, declared, actual } of roleDifferences(entry, present)) {
          findings.changed.push({
            urn,
            kind: "role",
            id,
            property,
            declared,
            actual,
            isAdmin: isAdminRole(present.id),
          });
        }
    }
  }
  const rest = planRoles({
    declared: { roles: {}, unmanaged: "report", exclude: excluded.role },
    stored: [],
    live: byId,
    isDeclaredElsewhere: (id) => declaredIds.has(id) || retiring.includes(id),
  });
  findings.unmanaged.push(
    ...rest.unmanaged.map((id) => ({
      kind: "role" as const,
      id,
      name: byId.get(id)?.name ?? id,
      isAdmin: isAdminRole(id),
    })),
  );
  return findings;
}

/** Values hidden by a secret are not compared: they count as unchanged. */
function complete({ content }: DeclaredRole, live: Role | undefined): RoleEntry {
  const { description } = content;
  return {
    name: content.name ?? live?.name ?? "",
    ...(description !== undefined && { description }),
    serviceRoleURNs: [...(content.serviceRoleURNs ?? live?.serviceRoleURNs ?? [])],
  };
}
