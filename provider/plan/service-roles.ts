const FORM = /^(urn:cloudone:([^:]*):[^:]*:[^:]*:role\/)(.+)$/i;
/** A line names this many services of a role. */
const SHOWN = 3;

/**
 * The URNs of which the others do not allow everything. A service's own full access includes its other roles; beyond that, what
 * a service's roles have in common is the service's affair.
 */
export function notIncluded(urns: readonly string[], among: readonly string[]): string[] {
  const others = new Set(among);
  return urns.filter((urn) => !others.has(urn) && !others.has(urn.replace(FORM, "$1full-access")));
}

/** Service roles in few words: `read-only of workload, audit; full-access of network`. */
export function describeServiceRoles(urns: readonly string[]): string {
  const known = urns.map((urn) => FORM.exec(urn) ?? [urn, "", "", urn]);
  const byRole = Map.groupBy(known, ([, , , role = ""]) => role);
  return [...byRole]
    .map(([role, of]) => describeServices(role, [...new Set(of.map(([, , service = ""]) => service))]))
    .join("; ");
}

function describeServices(role: string, services: readonly string[]): string {
  if (services.every((service) => service === "")) return role;
  const more = services.length - SHOWN;
  const all = more > 1 ? `${services.slice(0, SHOWN).join(", ")} and ${more} more` : services.join(", ");
  return `${role} of ${all}`;
}
