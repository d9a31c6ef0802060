import { predefinedRoleIds } from "../seed.js";
import { newRole, type ObjectFactory } from "./new-objects.js";
import type { Role } from "./objects.js";

const services = [
  "application",
  "audit",
  "billing",
  "cloudaccounts",
  "conformity",
  "identity",
  "integrations",
  "network",
  "workload",
];

/** The roles that every account has. */
export function predefinedRoles(factory: ObjectFactory): Role[] {
  const { id, region } = factory.account;
  const urns = (role: string) => services.map((service) => `urn:cloudone:${service}:${region}:${id}:role/${role}`);
  return [
    newRole(
      {
        id: "full-access",
        name: "Full Access",
        description: "Full access to all security services and account management",
        serviceRoleURNs: urns("full-access"),
      },
      factory,
    ),
    newRole(
      {
        id: "read-only",
        name: "Read Only",
        description: "Read-only access to all security services and account management",
        serviceRoleURNs: urns("read-only"),
      },
      factory,
    ),
    newRole({ id: "scanner", name: "Scanner", description: "Access for scanners", serviceRoleURNs: [] }, factory),
  ];
}

/** Whether a role belongs to the vendor and cannot be edited or deleted. */
export function isPredefined(roleId: string): boolean {
  return predefinedRoleIds.some((id) => id === roleId);
}
