// Only the real engine calls the functions of a program, at preview and at up.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";
import { ACCOUNT, READ } from "./scene.js";

const SECRET = "s3cret-of-sailpoint";

const asked = ({ emulator }: Cloud) => emulator.requests.map(({ method, path }) => `${method} ${path}`);

describeEngine("functions in a program", () => {
  let cloud: Cloud;
  let stack: Stack;
  const source = (program: string) =>
    stack.source(`import * as pulumi from "@pulumi/pulumi";\nimport * as cloudone from "pulumi-cloudone";\n${program}`);

  // Its secrets are all in its configuration.
  beforeAll(async () => {
    cloud = await startCloud({
      seed: {
        roles: [{ id: "auditor", name: "Auditor", serviceRoleURNs: [READ] }],
        users: Array.from({ length: 200 }, (_, n) => ({ id: `u${n}`, email: `u${n}@example.com`, roleID: "auditor" })),
        sailpoint: { clientId: "client", clientSecret: SECRET, accounts: [{ id: "a1", disabled: true }] },
      },
    });
    stack = await createStack({
      cloud,
      credentials: "config",
      config: { "sailpoint:baseUrl": cloud.sailPointUrl, "sailpoint:clientId": "client" },
      secrets: { "sailpoint:clientSecret": SECRET },
    });
  });

  test("a program that looks up 200 users, and more, makes a handful of requests, at preview and at up", async () => {
    await source(`
      const emails = Array.from({ length: 200 }, (_, n) => "U" + n + "@example.com");
      const users = await Promise.all(emails.map((email) => cloudone.getUser({ email })));
      const again = await Promise.all(users.map(({ id }) => cloudone.getUser({ userId: id })));
      export const result = {
        users: users.length + again.length,
        holders: (await cloudone.getUsers({ roleId: "auditor" })).length,
        caller: await cloudone.getCaller(),
        urn: await cloudone.serviceRoleUrn({ service: "workload", role: "read-only" }),
        role: (await cloudone.getRole({ roleId: "auditor" })).name,
        account: (await cloudone.getAccount()).state,
        left: (await cloudone.sailpoint.getAccount({ id: "a1" })).disabled,
      };
    `);
    for (const run of [() => stack.preview(), () => stack.up({ skipPreview: true })]) {
      cloud.emulator.clearRequests();
      await run();
      const all = asked(cloud);
      expect(all.filter((line) => line === "GET /users")).toHaveLength(2);
      expect(all.length).toBeLessThanOrEqual(9);
    }
    expect((await stack.outputs()).result).toEqual({
      users: 400,
      holders: 200,
      caller: { accountId: ACCOUNT, region: "us-1", apiKeyId: "emulator-demo-key", roleId: "full-access" },
      urn: READ,
      role: "Auditor",
      account: "active",
      left: true,
    });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("an output function waits for its inputs, and sees what the run made of them", async () => {
    await source(`
      const before = await cloudone.getRoles();
      const role = new cloudone.Role("late", { roleId: "late", name: "Late", serviceRoleURNs: ["${READ}"] });
      const holder = new cloudone.UserAssignment("u1", { userId: "u1", roleId: role.roleId });
      export const result = {
        before: before.length,
        role: cloudone.getRoleOutput({ roleId: role.roleId }).name,
        holders: cloudone.getUsersOutput({ roleId: holder.roleId }).apply((users) => users.map(({ id }) => id)),
      };
    `);
    await stack.preview();
    await stack.up({ skipPreview: true });
    expect((await stack.outputs()).result).toEqual({ before: 4, role: "Late", holders: ["u1"] });
    await stack.expectNoChanges();
  });

  test("an error stops the run, is printed without a stack trace, and holds no secret", async () => {
    await source('await cloudone.getRole({ roleId: "none" });');
    const run = await stack.preview({ fails: true });
    expect(run.output).toContain(
      `getRole: there is no role none in the account of API key emulator-demo-key at ${cloud.url}.`,
    );
    expect(run.output).not.toMatch(/\n\s+at .*look-up/);
  });

  test("a key that the API rejects is reported once, however many arguments wait for a function", async () => {
    await source(`
      const service = (role) => cloudone.serviceRoleUrn({ service: "workload", role });
      for (let n = 0; n < 20; n += 1) {
        const urns = [service("read-only"), service("full-access")];
        const role = new cloudone.Role("r" + n, { roleId: "r" + n, name: "R" + n, serviceRoleURNs: urns });
        new cloudone.UserAssignment("u" + n, { userId: "u" + n, roleId: role.roleId });
      }
    `);
    await stack.setSecret("cloudone:apiKey", "wrong:s3cret-of-a-wrong-key");
    cloud.emulator.clearRequests();
    for (const run of [() => stack.preview({ fails: true }), () => stack.up({ skipPreview: true, fails: true })]) {
      const [, diagnostics = ""] = (await run()).output.split("Diagnostics:");
      expect(diagnostics.match(/error: /g)).toHaveLength(1);
      expect(diagnostics).toMatch(/error: serviceRoleUrn: GET \/apikeys\/wrong: 401 Unauthorized/);
      expect(diagnostics).not.toMatch(/\n\s+at /);
    }
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("a client secret in plain text stops the run", async () => {
    await source("export const accounts = await cloudone.sailpoint.getAccounts();");
    await stack.setConfig("sailpoint:baseUrl", "https://acme.api.identitynow.example");
    await stack.setConfig("sailpoint:clientSecret", "harmless");
    const run = await stack.preview({ fails: true });
    expect(run.output).toContain("sailpoint:clientSecret is in the stack's configuration in plain text");
  });
});
