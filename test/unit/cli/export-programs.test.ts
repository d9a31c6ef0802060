import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import type { ResourceClass } from "../../../provider/plan/objects.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";
import { ACCOUNT, FULL, startAccount } from "./account.js";
import { seed } from "./export-scene.js";
import { exported } from "./exported.js";

test("style resources declares every role and user by a readable name, with roles as variables", async () => {
  const { code, files } = await exported(await startAccount(seed));
  expect(code).toBe(0);
  expect(
    files["index.ts"],
  ).toBe(`// Written by pulumi-cloudone export. Change it freely: the export does not overwrite a file that you changed.
import * as cloudone from "pulumi-cloudone";

// An object of the account stays as it is when its declaration is removed. Once this program is the only way to change
// the account, remove this to get the package's defaults: roles are deleted, users disabled.
const deletionPolicy = "retain";

// The URN of a service's own role in this account.
const urn = (service: string, role: string) => cloudone.serviceRoleUrn({ service, role });

new cloudone.AccountSettings("account", {
  alias: "Example",
  locale: "en",
  timezone: "Europe/Berlin",
  mfaRequired: true,
  deletionPolicy,
});

const roleNew = new cloudone.Role("new", {
  roleId: "new",
  name: "Abroad",
  serviceRoleURNs: [
    cloudone.serviceRoleUrn({ service: "workload", role: "read-only", region: "gb-1", accountId: "999999999999" }),
  ],
  deletionPolicy,
});

new cloudone.Role("unused", {
  roleId: "unused",
  name: "Unused",
  serviceRoleURNs: [],
  deletionPolicy,
});

const workloadAuditor = new cloudone.Role("workload-auditor", {
  roleId: "workload-auditor",
  name: "Auditor",
  description: "Reads",
  serviceRoleURNs: [urn("audit", "read-only"), urn("workload", "read-only")],
  deletionPolicy,
});

new cloudone.UserAssignment("ann@example.com", { email: "ann@example.com", roleId: "full-access", deletionPolicy });
new cloudone.UserAssignment("eve@example.com", {
  email: "eve@example.com",
  roleId: roleNew.roleId,
  state: "disabled",
  deletionPolicy,
});
new cloudone.UserAssignment("Ben@example.com", {
  email: "Ben@example.com",
  roleId: workloadAuditor.roleId,
  deletionPolicy,
});
`);
});

test("style sets declares one set of roles and one of users", async () => {
  const { files } = await exported(await startAccount(seed), "--style", "sets");
  expect(files["index.ts"]).toContain(`
const roles = new cloudone.RoleSet("roles", {
  roles: {
    new: {
      name: "Abroad",
`);
  expect(files["index.ts"]).toContain(`
new cloudone.UserAssignmentSet("users", {
  users: {
    "ann@example.com": "full-access",
    "eve@example.com": { roleId: roles.roleIds.new, state: "disabled" },
    "Ben@example.com": roles.roleIds["workload-auditor"],
  },
});
`);
});

test("no property of Pulumi's Output hides a role of the set", async () => {
  const names = new Set<string>();
  for (let level: object = pulumi.output({}); level !== null; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  const hidden = [...names].filter((name) => /^[a-z0-9-]+$/.test(name));
  const account = await startAccount({
    roles: hidden.map((id) => ({ id, name: id })),
    users: hidden.map((id) => ({ email: `${id}@example.com`, roleID: id })),
    apiKeys: seed.apiKeys ?? [],
  });
  const { files } = await exported(account, "--style", "sets");
  for (const id of hidden) {
    expect(files["index.ts"]).toContain(`"${id}@example.com": roles.roleIds.apply((ids) => ids.${id}),`);
  }
});

test("role ids that would give the same variable, or a reserved word, get distinct names", async () => {
  const ids = ["a-b", "aB".toLowerCase(), "a--b", "class", "3d", "-", "urn", "apply"];
  const account = await startAccount({
    roles: ids.map((id) => ({ id, name: id, serviceRoleURNs: [FULL] })),
    users: ids.map((id, n) => ({ email: `u${n}@example.com`, roleID: id })),
    apiKeys: seed.apiKeys ?? [],
  });
  const { files } = await exported(account);
  const variables = [...(files["index.ts"] ?? "").matchAll(/^const (\S+) = new cloudone\.Role/gm)].map(
    ([, name]) => name,
  );
  expect(new Set(variables).size).toBe(ids.length);
  expect(ts.transpileModule(files["index.ts"] ?? "", { reportDiagnostics: true }).diagnostics).toEqual([]);
});

test.each(["resources", "sets"])(
  "--import-file with style %s has what an up would store, the same each time",
  async (style) => {
    const account = await startAccount(seed);
    const flags = ["--style", style, "--import-file"];
    const [first, second] = [await exported(account, ...flags), await exported(account, ...flags)];
    expect([first.code, account.emulator.writes()]).toEqual([0, []]);
    expect(first.files["import.json"]).toBe(second.files["import.json"]);
    expect(first.files["README.md"]).toContain("pulumi import --file import.json");
    expect((await exported(account, "--style", style)).files["import.json"]).toBeUndefined();
    const { resources } = JSON.parse(first.files["import.json"] ?? "") as {
      resources: { type: string; name: string; id: string; inputs: object; outputs: object }[];
    };
    expect(resources.map(({ type, name, id }) => `${type.split(":").at(-1)} ${name} ${id}`)).toEqual(
      style === "sets"
        ? [
            `AccountSettings account ${ACCOUNT}`,
            expect.stringMatching(/^RoleSet roles roles\/\d{12}\/[0-9a-f]{8}$/),
            expect.stringMatching(/^UserAssignmentSet users users\/\d{12}\/[0-9a-f]{8}$/),
          ]
        : [
            `AccountSettings account ${ACCOUNT}`,
            "Role new new",
            "Role unused unused",
            "Role workload-auditor workload-auditor",
            "UserAssignment ann@example.com u-ann",
            "UserAssignment eve@example.com u-eve",
            "UserAssignment Ben@example.com u-ben",
          ],
    );
    for (const { type, inputs, outputs } of resources) {
      const __provider = PROVIDER_TEXT[type.slice(type.lastIndexOf(":") + 1) as ResourceClass];
      expect([inputs, outputs]).toEqual([
        expect.objectContaining({ __provider }),
        expect.objectContaining({ __provider }),
      ]);
    }
    if (style === "resources") {
      expect(resources[3]?.outputs).toMatchObject({
        cloudOneUrn: expect.stringContaining("role/workload-auditor"),
        deletionPolicy: "retain",
      });
      expect(resources[5]?.outputs).toMatchObject({
        userId: "u-eve",
        state: "disabled",
        found: { roleId: "new", state: "disabled" },
      });
    }
  },
);

test("more than 30 users are in a separate file, by role, and 30 are in the program", async () => {
  const users = (n: number) =>
    Array.from({ length: n }, (_, at) => ({
      email: `u${at}@example.com`,
      roleID: at % 2 ? "new" : "read-only",
      ...(at === 3 && { state: "disabled" as const }),
    }));
  const few = await exported(await startAccount({ ...seed, users: users(30) }));
  expect(few.files["people.json"]).toBeUndefined();
  for (const style of ["resources", "sets"]) {
    const { files } = await exported(await startAccount({ ...seed, users: users(31) }), "--style", style);
    const people = JSON.parse(files["people.json"] ?? "") as Record<string, unknown[]>;
    expect(Object.entries(people).map(([role, members]) => [role, members.length])).toEqual([
      ["new", 15],
      ["read-only", 16],
    ]);
    expect(people.new).toContainEqual({ email: "u3@example.com", state: "disabled" });
    expect(people["read-only"]).toContain("u0@example.com");
    expect(files["index.ts"]).not.toContain("@example.com");
    expect(files["README.md"]).toContain("31 users ([people.json](people.json), by role)");
  }
});

test("if no user in the file has a role of the program, roles are plain ids, and one is counted in the singular", async () => {
  const users = Array.from({ length: 31 }, (_, at) => ({ email: `u${at}@example.com`, roleID: "read-only" }));
  const [role] = seed.roles ?? [];
  for (const style of ["resources", "sets"]) {
    const { files } = await exported(
      await startAccount({ roles: role === undefined ? [] : [role], users }),
      "--style",
      style,
    );
    expect(files["index.ts"]).not.toMatch(/declared|roleOf/);
    expect(files["README.md"]).toContain("It declares 1 custom role, 31 users");
  }
});
