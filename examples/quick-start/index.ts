import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const accountId = new pulumi.Config("cloudone").require("accountId");

const auditor = new cloudone.Role("workload-auditor", {
  roleId: "workload-auditor",
  name: "Workload auditor",
  description: "Reads Workload Security, and nothing else",
  serviceRoleURNs: [`urn:cloudone:workload:us-1:${accountId}:role/read-only`],
});

new cloudone.UserAssignment("ann", {
  email: "ann@example.com",
  roleId: auditor.roleId,
  state: "enabled",
});

new cloudone.UserAssignment("ben", { email: "ben@example.com", roleId: "read-only" });

new cloudone.AccountSettings("account", { timezone: "Europe/Berlin", mfaRequired: true });

export const role = auditor.cloudOneUrn;
