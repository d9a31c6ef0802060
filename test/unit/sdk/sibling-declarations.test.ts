import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "../../../sdk/index.js";

const declared: pulumi.runtime.MockResourceArgs[] = [];

beforeEach(async () => {
  declared.length = 0;
  await pulumi.runtime.setMocks({
    newResource(resource) {
      declared.push(resource);
      return { id: resource.name, state: resource.inputs };
    },
    call: () => ({}),
  });
});

const role = (roleId: string) => new cloudone.Role(roleId, { roleId, name: roleId, serviceRoleURNs: [] });
const told = () => declared.find(({ name }) => name === "roles")?.inputs.__beside.role;

test("a set is told what the program declares until its end, also after a wait", async () => {
  await pulumi.runtime.runInPulumiStack(async () => {
    new cloudone.RoleSet("roles", { roles: { member: { name: "Member", serviceRoleURNs: [] } } });
    await wait(300);
    role("late");
  });
  await wait(500);
  expect(told()).toEqual(["late"]);
});
