import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

new cloudone.AccountSettings("account", { timezone: "Europe/Berlin" });
const auditor = new cloudone.Role("auditor", {
  roleId: "auditor",
  name: pulumi.secret("Auditor"),
  description: "Reads",
  serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/read-only"],
});
new cloudone.Role("found", {
  roleId: "found",
  name: "Found",
  serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/read-only"],
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
      scan: { name: "Scan", description: "Scans", serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/read-only"] },
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
