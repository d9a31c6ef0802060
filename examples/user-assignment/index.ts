import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const accountId = new pulumi.Config("cloudone").require("accountId");
const region = new pulumi.Config().get("region") ?? "us-1";

const analyst = new cloudone.Role("analyst", {
  roleId: "analyst",
  name: "Analyst",
  serviceRoleURNs: [`urn:cloudone:workload:${region}:${accountId}:role/read-only`],
});

// Deleting this disables Ann and restores the role that she had before.
new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: analyst.roleId });

// Deleting this restores the role that Ben had before. He stays disabled: a restore never enables anyone who has been disabled since.
new cloudone.UserAssignment("ben", {
  email: "ben@example.com",
  roleId: "read-only",
  state: "disabled",
  deletionPolicy: "restore",
});

// Deleting this removes Cem from the account; the API cannot bring him back.
new cloudone.UserAssignment("cem", { email: "cem@example.com", roleId: "read-only", deletionPolicy: "remove" });

// Dora's full access ends with that day (UTC): the next `pulumi up` gives her read-only. Deleting this leaves her as she is.
new cloudone.UserAssignment("dora", {
  email: "dora@example.com",
  roleId: "full-access",
  until: "2099-12-31",
  then: { roleId: "read-only" },
  deletionPolicy: "retain",
});
