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
const siblings = () => declared.find(({ name }) => name === "roles")?.inputs.__beside.role;

test("a set learns what the program declares until its end, even after a wait", async () => {
  await pulumi.runtime.runInPulumiStack(async () => {
    new cloudone.RoleSet("roles", { roles: { member: { name: "Member", serviceRoleURNs: [] } } });
    await wait(300);
    role("late");
  });
  await wait(500);
  expect(siblings()).toEqual(["late"]);
});

test("a set whose output the program returns waits only for its end, whatever the program has started", async () => {
  const { isInstance } = pulumi.Output;
  const interval = setInterval(() => undefined, 20);
  try {
    const started = Date.now();
    const outputs = await pulumi.runtime.runInPulumiStack(async () => {
      const set = new cloudone.RoleSet("roles", { roles: { member: { name: "Member", serviceRoleURNs: [] } } });
      await wait(50);
      role("late");
      return { text: pulumi.interpolate`the ${set.roleIds.member}` };
    });
    expect(Date.now() - started).toBeLessThan(2_500);
    expect(outputs).toMatchObject({ text: "the member" });
    expect(siblings()).toEqual(["late"]);
  } finally {
    clearInterval(interval);
  }
  expect(pulumi.Output.isInstance).toBe(isInstance);
});
