import type { AccessReport, Principal } from "./access-report.js";

/** One column of the matrix: a service's own role. */
export interface Column {
  urn: string;
  /** As short as it is clear: region and account only where they are not the usual ones. */
  label: string;
}

/** Principals × service roles, through the role of each. */
export interface Matrix {
  columns: Column[];
  /** For each role id, the columns that it has. */
  byRole: Map<string, number[]>;
}

export function matrixOf({ account, roles }: AccessReport): Matrix {
  const urns = [...new Set(roles.flatMap(({ serviceRoleURNs }) => serviceRoleURNs))].sort();
  const usual = usualRegion(urns, account);
  const columns = urns.map((urn) => ({ urn, label: labelOf(urn, account, usual) }));
  const at = new Map(columns.map(({ urn }, index) => [urn, index]));
  const byRole = new Map(
    roles.map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs.flatMap((urn) => at.get(urn) ?? [])]),
  );
  return { columns, byRole };
}

/** The short names of everything that a principal may do. */
export function servicesOf({ roleId }: Principal, { columns, byRole }: Matrix): string[] {
  return (byRole.get(roleId) ?? []).flatMap((index) => columns[index]?.label ?? []);
}

/** MFA in a word. */
export function mfaWord({ mfaEnabled }: Principal): string {
  return mfaEnabled === null ? "" : mfaEnabled ? "yes" : "no";
}

function usualRegion(urns: readonly string[], account: string): string | undefined {
  return urns.map((urn) => urn.split(":")).find((parts) => parts[4] === account)?.[3];
}

function labelOf(urn: string, account: string, region: string | undefined): string {
  const [, , service, inRegion, inAccount, tail, ...rest] = urn.split(":");
  if (service === undefined || tail === undefined || rest.length > 0) return urn;
  const place = inAccount === account ? (inRegion === region ? "" : ` (${inRegion})`) : ` (${inRegion} ${inAccount})`;
  return `${service} ${tail.replace(/^role\//, "")}${place}`;
}
