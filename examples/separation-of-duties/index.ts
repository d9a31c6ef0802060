import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const accountId = new pulumi.Config("cloudone").require("accountId");
const region = new pulumi.Config().get("region") ?? "us-1";
const serviceRole = (service: string, role: string) => `urn:cloudone:${service}:${region}:${accountId}:role/${role}`;

// A person who reads the audit log must not change what it records, and a person who pays the bills must not raise them.
const separate: [string, string][] = [
  ["urn:cloudone:audit:*", "urn:cloudone:workload:*:role/full-access"],
  ["urn:cloudone:billing:*:role/full-access", "urn:cloudone:workload:*:role/full-access"],
];

// Try it: give the operator serviceRole("audit", "read-only"). The preview stops, and no guard.allow lets it pass.
const roles = new cloudone.RoleSet("roles", {
  roles: {
    auditor: {
      name: "Auditor",
      serviceRoleURNs: [serviceRole("audit", "read-only"), serviceRole("billing", "read-only")],
    },
    operator: { name: "Operator", serviceRoleURNs: [serviceRole("workload", "full-access")] },
  },
  deletionPolicy: "apply",
  guard: { separate },
});

// A person has one role, so no one has two powers that no role combines.
const team = new cloudone.UserAssignmentSet("team", {
  users: {
    "ann@example.com": roles.roleIds.auditor,
    "ben@example.com": roles.roleIds.operator,
  },
  deletionPolicy: "apply",
});

export const userIds = team.userIds;
