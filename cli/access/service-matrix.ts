import type { AccessReport } from "./access-report.js";
import { splitter } from "./matrix.js";

/** Principals × services, for people: one cell shows everything that a role has in a service. */
export interface ServiceMatrix {
  /** Each service, with its region and account if these are not the usual ones. */
  columns: string[];
  /** For each role id, its columns with the names of the service's own roles. */
  byRole: Map<string, [column: number, roles: string][]>;
}

export function serviceMatrixOf({ account, roles }: AccessReport): ServiceMatrix {
  const split = splitter([...new Set(roles.flatMap(({ serviceRoleURNs }) => serviceRoleURNs))].sort(), account);
  const perRole = roles.map(({ id, serviceRoleURNs }) => {
    const parts = serviceRoleURNs.map(split).map(({ service, place, role }) => ({ column: service + place, role }));
    return { id, cells: Map.groupBy(parts, ({ column }) => column) };
  });
  const columns = [...new Set(perRole.flatMap(({ cells }) => [...cells.keys()]))].sort();
  const at = new Map(columns.map((column, index) => [column, index]));
  const byRole = new Map(
    perRole.map(({ id, cells }) => [
      id,
      [...cells].map(([column, parts]): [number, string] => [
        at.get(column) ?? 0,
        [...new Set(parts.map(({ role }) => role))].sort().join(", "),
      ]),
    ]),
  );
  return { columns, byRole };
}
