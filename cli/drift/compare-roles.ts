import type { Role } from "../../provider/client/index.js";
import { roleDifferences } from "../../provider/plan/roles/role.js";
import type { RoleEntry } from "../../provider/plan/roles/role-set.js";
import { planRoles } from "../../provider/plan/roles/roles.js";
import type { DeclaredObjects, DeclaredRole } from "../../provider/plan/stored/declared.js";
import { type Facts, type Findings, noFindings } from "./findings.js";

/** Compares declared roles with all roles of the account, using the plan that would make them as declared. */
export function compareRoles(
  declared: DeclaredObjects,
  live: readonly Role[],
  facts: Pick<Facts, "isAdminRole">,
): Findings {
  const byId = new Map(live.map((role) => [role.id, role]));
  const findings = noFindings(countRoles(declared));
  for (const role of declared.roles) compareOne(role, byId.get(role.roleId), findings, facts);
  compareRest(declared, byId, findings, facts);
  return findings;
}

export function countRoles({ roles }: DeclaredObjects): number {
  return new Set(roles.map(({ roleId }) => roleId)).size;
}

function compareOne(
  role: DeclaredRole,
  present: Role | undefined,
  { changed, missing }: Findings,
  { isAdminRole }: Pick<Facts, "isAdminRole">,
): void {
  const entry = complete(role, present);
  const plan = planRoles({
    declared: { roles: { [role.roleId]: entry } },
    stored: [role.roleId],
    live: new Map(present === undefined ? [] : [[present.id, present]]),
  });
  const { urn, id } = role;
  for (const { do: what } of plan.actions) {
    if (what === "create" || present === undefined) missing.push({ urn, kind: "role", id });
    else {
      const isAdmin = isAdminRole(present.id);
      for (const one of roleDifferences(entry, present)) changed.push({ urn, kind: "role", id, ...one, isAdmin });
    }
  }
}

function compareRest(
  declared: DeclaredObjects,
  byId: ReadonlyMap<string, Role>,
  { unmanaged }: Findings,
  { isAdminRole }: Pick<Facts, "isAdminRole">,
): void {
  const known = new Set([...declared.roles.map(({ roleId }) => roleId), ...declared.retiring]);
  const plan = planRoles({
    declared: { roles: {}, unmanaged: "report", exclude: declared.excluded.role },
    stored: [],
    live: byId,
    isDeclaredElsewhere: (id) => known.has(id),
  });
  for (const id of plan.unmanaged) {
    unmanaged.push({ kind: "role", id, name: byId.get(id)?.name ?? id, isAdmin: isAdminRole(id) });
  }
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
