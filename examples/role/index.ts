import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const accountId = new pulumi.Config("cloudone").require("accountId");
const region = new pulumi.Config().get("region") ?? "us-1";
const serviceRole = (service: string, role: string) => `urn:cloudone:${service}:${region}:${accountId}:role/${role}`;

// This program creates the role, so deleting the resource deletes the role.
const operator = new cloudone.Role("workload-operator", {
  roleId: "workload-operator",
  name: "Workload operator",
  description: "Runs Workload Security and reads Conformity",
  serviceRoleURNs: [serviceRole("workload", "full-access"), serviceRole("conformity", "read-only")],
});

// Someone may have created this role in the console: it then becomes what is declared here. Deleting the resource leaves it.
const auditor = new cloudone.Role("auditor", {
  roleId: "auditor",
  name: "Auditor",
  description: "Reads audit logs",
  serviceRoleURNs: [serviceRole("audit", "read-only")],
  adopt: "overwrite",
  deletionPolicy: "retain",
});

export const urns = [operator.cloudOneUrn, auditor.cloudOneUrn];
