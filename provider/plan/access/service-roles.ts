import { serviceRoleIn, urnParts } from "../urn.js";

/** A line names this many services of a role. */
const SHOWN = 3;

/**
 * The URNs of which the others do not allow everything. A service's own full access includes its other roles; beyond that, what
 * a service's roles have in common is up to the service.
 */
export function notIncluded(urns: readonly string[], among: readonly string[]): string[] {
  const others = new Set(among);
  return urns.filter((urn) => !others.has(urn) && !others.has(fullAccessBeside(urn)));
}

/** The full access of the same service. */
function fullAccessBeside(urn: string): string {
  const role = serviceRoleIn(urn);
  return role === undefined ? urn : `${urn.slice(0, -role.length)}full-access`;
}

/**
 * Service roles in few words: `read-only of workload, audit; full-access of network`. Regions are named where these and the
 * `others` beside them have a service in several.
 */
export function describeServiceRoles(urns: readonly string[], others: readonly string[] = []): string {
  const regions = Map.groupBy(new Set([...urns, ...others].map((urn) => placeOf(urn).join(" "))), (place) =>
    place.split(" ", 1).join(),
  );
  const named = urns.map((urn) => {
    const [service, region] = placeOf(urn);
    const isOneOfMany = (regions.get(service)?.length ?? 0) > 1;
    return { role: serviceRoleIn(urn) ?? urn, service: isOneOfMany ? `${service} in ${region}` : service };
  });
  const byRole = Map.groupBy(named, ({ role }) => role);
  return [...byRole]
    .map(([role, of]) => describeServices(role, [...new Set(of.map(({ service }) => service))]))
    .join("; ");
}

function placeOf(urn: string): [service: string, region: string] {
  const { service = "", region = "" } = (serviceRoleIn(urn) !== undefined && urnParts(urn)) || {};
  return [service, region];
}

function describeServices(role: string, services: readonly string[]): string {
  if (services.every((service) => service === "")) return role;
  const more = services.length - SHOWN;
  const all = more > 1 ? `${services.slice(0, SHOWN).join(", ")} and ${more} more` : services.join(", ");
  return `${role} of ${all}`;
}
