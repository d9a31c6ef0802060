import type { AccessReport, Principal } from "./access-report.js";

/** One column of the matrix: a service's own role. */
interface Column {
  urn: string;
  /** As short as possible: region and account only if they are not the usual ones. */
  label: string;
}

/** Principals × service roles, through the role of each. */
interface Matrix {
  columns: Column[];
  /** For each role id, the columns that it has. */
  byRole: Map<string, number[]>;
}

export function matrixOf({ account, roles }: AccessReport): Matrix {
  const urns = [...new Set(roles.flatMap(({ serviceRoleURNs }) => serviceRoleURNs))].sort();
  const split = splitter(urns, account);
  const columns = urns.map((urn) => {
    const { service, place, role } = split(urn);
    return { urn, label: `${service} ${role}`.trim() + place };
  });
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

/** A service role URN in words; a URN of another form counts as a service by itself. */
interface ServiceRole {
  service: string;
  role: string;
  /** Region and account, if they are not the usual ones: ` (gb-1)`. */
  place: string;
}

/** Splits the URNs of an account. */
export function splitter(urns: readonly string[], account: string): (urn: string) => ServiceRole {
  const usual = urns.map((urn) => urn.split(":")).find((parts) => parts[4] === account)?.[3];
  return (urn) => {
    const [, , service, region, inAccount, tail, ...rest] = urn.split(":");
    if (service === undefined || tail === undefined || rest.length > 0) return { service: urn, role: "", place: "" };
    const place = inAccount === account ? (region === usual ? "" : ` (${region})`) : ` (${region} ${inAccount})`;
    return { service, role: tail.replace(/^role\//, ""), place };
  };
}
