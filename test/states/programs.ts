const READ = "urn:cloudone:workload:us-1:012345678912:role/read-only";

/** The account before the first run. */
export const SEED = {
  account: { alias: "Example", timezone: "UTC" },
  roles: [{ id: "found", name: "Found", description: "", serviceRoleURNs: [READ] }],
  users: [
    { id: "root", email: "root@example.com", roleID: "full-access" },
    { id: "ann", email: "Ann@example.com", roleID: "read-only" },
    { id: "ben", email: "ben@example.com", roleID: "scanner" },
    { id: "cem", email: "cem@example.com", roleID: "read-only" },
    { id: "dora", email: "dora@example.com", roleID: "read-only", state: "disabled" as const },
    { id: "kim", email: "kim@example.com", roleID: "read-only" },
  ],
};

/** The program that writes the current version's set. `withOld` is its first form, with a role that it then retires. */
export function program(withOld: boolean): string {
  return `import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

new cloudone.AccountSettings("account", { timezone: "Europe/Berlin" });
const auditor = new cloudone.Role("auditor", {
  roleId: "auditor",
  name: pulumi.secret("Auditor"),
  description: "Reads",
  serviceRoleURNs: ["${READ}"],
});
new cloudone.Role("found", {
  roleId: "found",
  name: "Found",
  serviceRoleURNs: ["${READ}"],
  deletionPolicy: "retain",
});
new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: auditor.roleId });
new cloudone.UserAssignment("dora", { userId: "dora", roleId: "scanner", state: "enabled", deletionPolicy: "restore" });
new cloudone.UserAssignment("new", {
  email: "new@example.com",
  roleId: "read-only",
  ifMissing: "invite",
  deletionPolicy: "retain",
});
const team = new pulumi.ComponentResource("my:access:Team", "team");
const roles = new cloudone.RoleSet(
  "roles",
  {
    roles: {
      scan: { name: "Scan", description: "Scans", serviceRoleURNs: ["${READ}"] },${
        withOld
          ? `
      old: { name: "Old", serviceRoleURNs: ["${READ}"] },`
          : ""
      }
    },
    deletionPolicy: "apply",
  },
  { parent: team },
);
new cloudone.UserAssignmentSet(
  "people",
  {
    users: {
      "ben@example.com": roles.roleIds.scan,
      "cem@example.com": { roleId: "read-only", state: "enabled" },
      "eve@example.com": "read-only",
    },
    ifMissing: "invite",
    removed: "restore",
    deletionPolicy: "apply",
  },
  { parent: team },
);
`;
}
