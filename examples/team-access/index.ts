import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const accountId = new pulumi.Config("cloudone").require("accountId");
const region = new pulumi.Config().get("region") ?? "us-1";
const urn = (service: string, role: string) => `urn:cloudone:${service}:${region}:${accountId}:role/${role}`;

// Removing a role from here deletes it once no one holds it, in the same `up` that moves its holders.
const roles = new cloudone.RoleSet("roles", {
  roles: {
    "security-engineer": {
      name: "Security engineer",
      description: "Runs Workload Security and reads the audit log",
      serviceRoleURNs: [urn("workload", "full-access"), urn("audit", "read-only")],
    },
    auditor: {
      name: "Auditor",
      description: "Reads Workload Security and the audit log",
      serviceRoleURNs: [urn("workload", "read-only"), urn("audit", "read-only")],
    },
  },
  unmanaged: "report",
  guard: { maxRemovals: 1, protectedRoles: ["security-engineer"] },
});

// Users of the account who are not listed here are disabled, except the break-glass users.
const team = new cloudone.UserAssignmentSet("team", {
  users: {
    "olga@example.com": "full-access",
    "ann@example.com": roles.roleIds["security-engineer"],
    "ben@example.com": roles.roleIds.auditor,
    "carla@example.com": { roleId: roles.roleIds.auditor, state: "enabled" },
    "dmitri@example.com": { roleId: "read-only", state: "disabled" },
  },
  removed: "disable",
  unmanaged: "disable",
  exclude: ["break-glass-*"],
  guard: { maxRemovals: 3, protectedUsers: ["olga@example.com"], minimumAdmins: 2 },
});

export const userIds = team.userIds;
export const retiring = roles.retiring;
