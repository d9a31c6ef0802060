import { beforeAll, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "../../../sdk/index.js";

/** The code under test; in your project, a module of the program. */
async function declareAuditors(emails: string[]) {
  const { serviceRoleURNs } = await cloudone.getRole({ roleId: "read-only" });
  const known = new Set((await cloudone.getUsers()).map(({ email }) => email));
  const role = new cloudone.Role("auditor", { roleId: "auditor", name: "Auditor", serviceRoleURNs });
  return emails
    .filter((email) => known.has(email))
    .map((email) => new cloudone.UserAssignment(email, { email, roleId: role.roleId }));
}

const URN = "urn:cloudone:workload:us-1:012345678912:role/read-only";
const declared: pulumi.runtime.MockResourceArgs[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource(resource) {
      declared.push(resource);
      return { id: resource.name, state: resource.inputs };
    },
    call({ token, inputs }) {
      if (token === "cloudone:index:getRole") return { id: inputs.roleId, serviceRoleURNs: [URN] };
      if (token === "cloudone:index:getUsers") return { users: [{ email: "ann@example.com" }] };
      throw new Error(`there is no mock of ${token}`);
    },
  });
});

test("auditors may read what the predefined role may, and strangers are left out", async () => {
  const [ann, ...others] = await declareAuditors(["ann@example.com", "eve@example.com"]);
  const roleId = await new Promise((resolve) => ann?.roleId.apply(resolve));
  expect([roleId, others]).toEqual(["auditor", []]);
  expect(declared).toMatchObject([
    { type: "pulumi-nodejs:dynamic/cloudone:Role", inputs: { roleId: "auditor", serviceRoleURNs: [URN] } },
    { type: "pulumi-nodejs:dynamic/cloudone:UserAssignment", inputs: { email: "ann@example.com", roleId: "auditor" } },
  ]);
});
