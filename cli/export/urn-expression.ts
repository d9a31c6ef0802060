import type { Inventory } from "./exportable.js";
import { list, literal, object } from "./source-text.js";

/** The declaration of the short form that {@link urnExpression} uses. */
export const URN_HELPER = `// The URN of a service's own role in this account.
const urn = (service: string, role: string) => cloudone.serviceRoleUrn({ service, role });
`;

const NAME = "[a-z0-9][a-z0-9-]*";
const SERVICE_ROLE = new RegExp(`^urn:cloudone:(${NAME}):(${NAME}):(\\d{12}):role/(${NAME})$`, "i");

/** A service role URN as an expression: a call of serviceRoleUrn if that returns exactly this URN. */
function urnExpression(urn: string, { accountId, region }: Pick<Inventory, "accountId" | "region">): string {
  const [, service, inRegion, inAccount, role] = SERVICE_ROLE.exec(urn) ?? [];
  if (service === undefined || role === undefined || !urn.startsWith("urn:cloudone:")) return literal(urn);
  if (inRegion === region && inAccount === accountId) return `urn(${literal(service)}, ${literal(role)})`;
  const elsewhere = [
    ["service", literal(service)],
    ["role", literal(role)],
    ...(inRegion === region ? [] : [["region", literal(inRegion)] as const]),
    ...(inAccount === accountId ? [] : [["accountId", literal(inAccount)] as const]),
  ] as const;
  return `cloudone.serviceRoleUrn(${object(elsewhere)})`;
}

/** The value of `serviceRoleURNs`. */
export function urnList(urns: readonly string[], inventory: Inventory, indent: string): string {
  const items = urns.map((urn) => urnExpression(urn, inventory));
  return list(items, indent, "serviceRoleURNs: ,".length);
}
