import * as cloudone from "pulumi-cloudone";

// The URN of a service's own role in your account.
const urn = (service: string, role: string) => cloudone.serviceRoleUrn({ service, role });

const auditor = new cloudone.Role("workload-auditor", {
  roleId: "workload-auditor",
  name: "Workload auditor",
  description: "Reads Workload Security, and nothing else",
  serviceRoleURNs: [urn("workload", "read-only")],
});

// Users must be in the account already; ifMissing: "invite" invites them.
// new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: auditor.roleId, state: "enabled" });

export const role = auditor.cloudOneUrn;
