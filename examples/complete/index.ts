import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

/** One person, as the stack's configuration describes them. */
interface Member {
  role: string;
  state?: "enabled" | "disabled";
  until?: string;
  deletionPolicy?: "disable" | "remove" | "restore" | "retain";
}

const config = new pulumi.Config();
const region = config.require("region");
const accountId = new pulumi.Config("cloudone").require("accountId");
const serviceRole = (service: string, role: string) => `urn:cloudone:${service}:${region}:${accountId}:role/${role}`;

const declared: Record<string, Omit<cloudone.RoleArgs, "roleId">> = {
  "security-engineer": {
    name: "Security engineer",
    description: "Runs the security services; reads who may do what",
    serviceRoleURNs: [
      serviceRole("workload", "full-access"),
      serviceRole("network", "full-access"),
      serviceRole("conformity", "full-access"),
      serviceRole("identity", "read-only"),
    ],
  },
  "workload-operator": {
    name: "Workload operator",
    description: "Keeps the agents of Workload Security running",
    serviceRoleURNs: [serviceRole("workload", "full-access")],
  },
  // Someone created this role in the console before this program existed: an identical role is taken over. It outlives the stack.
  "compliance-auditor": {
    name: "Compliance auditor",
    description: "Reads Conformity and the audit log",
    serviceRoleURNs: [serviceRole("conformity", "read-only"), serviceRole("audit", "read-only")],
    deletionPolicy: "retain",
  },
};

const roles = new Map(
  Object.entries(declared).map(([roleId, args]) => [roleId, new cloudone.Role(roleId, { roleId, ...args })]),
);

for (const [email, { role, ...rest }] of Object.entries(config.requireObject<Record<string, Member>>("team"))) {
  // A declared role's roleId tells Pulumi the order: roles are created before their holders, and deleted after them.
  new cloudone.UserAssignment(email, { email, roleId: roles.get(role)?.roleId ?? role, ...rest });
}

new cloudone.AccountSettings("account", {
  alias: config.require("alias"),
  timezone: config.require("timezone"),
  mfaRequired: true,
});
