import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import { demoApiKeyId, demoApiKeySecret, type Seed } from "../../../emulator/index.js";
import type { ResourceClass } from "../../../provider/plan/objects.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";
import { ACCOUNT, AUDIT, FULL, READ, scratchFolder, startAccount } from "./account.js";
import { contents, exported } from "./exported.js";

const ELSEWHERE = "urn:cloudone:workload:gb-1:999999999999:role/read-only";
const seed: Seed = {
  account: { alias: "Example", timezone: "Europe/Berlin", mfaRequired: true },
  roles: [
    { id: "workload-auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] },
    { id: "new", name: "Abroad", serviceRoleURNs: [ELSEWHERE] },
    { id: "unused", name: "Unused" },
  ],
  users: [
    { id: "u-ann", email: "ann@example.com", roleID: "full-access" },
    { id: "u-ben", email: "Ben@example.com", roleID: "workload-auditor" },
    { id: "u-eve", email: "eve@example.com", roleID: "new", state: "disabled" },
  ],
  apiKeys: [
    { id: demoApiKeyId, secret: demoApiKeySecret, roleID: "full-access", alias: "pipeline" },
    { id: "reader", secret: "s3cret", roleID: "read-only" },
  ],
  invitations: [{ email: "new@example.com", roleID: "read-only" }],
  samlUsers: [{ id: "a".repeat(64), subject: "sam@example.com", roleID: "unused" }],
};

test("style resources declares every role and user by readable names, with roles as variables", async () => {
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

test("what is left out is listed with the reason, and no secret is in any file", async () => {
  const { files } = await exported(await startAccount(seed));
  const [, left = ""] = files["README.md"]?.split("## What is not declared") ?? [];
  expect(left).toContain("| role full-access, role read-only, role scanner | it is predefined");
  expect(left).toContain(
    `| API key ${demoApiKeyId} (pipeline), API key reader (reader) | keys are created in the console`,
  );
  expect(left).toContain("| invitation of new&#64;example.com | it is not a user yet");
  expect(left).toContain(
    "| SAML user sam&#64;example.com | they sign in by SSO: the identity provider gives them their role, now unused |",
  );
  expect(left).toContain("| how identity providers map groups to roles | this API does not show it");
  expect(Object.values(files).join()).not.toContain(demoApiKeySecret);
});

test.each(["allowed", 403] as const)(
  "people who sign in by SSO, with a list that is %s, spoil no export",
  async (list) => {
    const account = await startAccount({ ...seed, switches: { samlUsersList: list } });
    const { code, files } = await exported(account);
    const [, left = ""] = files["README.md"]?.split("## What is not declared") ?? [];
    expect(code).toBe(0);
    expect(left.includes("| people who sign in by SSO | they were not counted: GET /saml-users: 403")).toBe(
      list === 403,
    );
    expect(files["index.ts"]).not.toContain("sam@example.com");
  },
);

test("a second export writes the same bytes, whatever order the server lists in", async () => {
  const account = await startAccount(seed);
  const { folder, files } = await exported(account);
  account.emulator.edit.modifyRole("workload-auditor", { serviceRoleURNs: [AUDIT, READ] });
  account.emulator.switches.listOrder = "shuffled";
  const { code } = await account.run("export", "--out", folder);
  expect([code, await contents(folder)]).toEqual([0, files]);
});

test("an export follows the account, and leaves files of others alone", async () => {
  const account = await startAccount(seed);
  const { folder } = await exported(account);
  await writeFile(join(folder, "Pulumi.prod.yaml"), "mine");
  account.emulator.edit.modifyRole("unused", { name: "Used after all" });
  expect((await account.run("export", "--out", folder)).code).toBe(0);
  expect((await contents(folder))["index.ts"]).toContain("Used after all");
  expect((await contents(folder))["Pulumi.prod.yaml"]).toBe("mine");
});

test.each([
  [
    "that somebody changed",
    "index.ts",
    (text: string) => `${text}\n// mine`,
    "index.ts was changed since it was exported",
  ],
  ["whose manifest is broken", ".pulumi-cloudone-export.json", () => "{", "Pulumi.yaml was not written by an export"],
])("a folder with a file %s is refused as a whole", async (_, name, change, reason) => {
  const account = await startAccount(seed);
  const { folder } = await exported(account);
  await writeFile(join(folder, name), change(await readFile(join(folder, name), "utf8")));
  const before = await contents(folder);
  account.emulator.edit.modifyRole("unused", { name: "Other" });
  const { code, stderr } = await account.run("export", "--out", folder);
  expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
  expect(await contents(folder)).toEqual(before);
});

test("a folder with somebody's own program is refused, and one that cannot be written is an error", async () => {
  const account = await startAccount(seed);
  const folder = await scratchFolder();
  await writeFile(join(folder, "package.json"), "{}");
  const own = await account.run("export", "--out", folder);
  expect([own.code, own.stderr]).toEqual([
    1,
    expect.stringMatching(/^error: Nothing was written to .*package\.json was not written/),
  ]);
  expect(readdirSync(folder)).toEqual(["package.json"]);
  await writeFile(join(folder, "file"), "");
  const refused = await account.run("export", "--out", join(folder, "file", "access"));
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^error: Cannot read \S+: ENOTDIR/)]);
});

test("users that may not be read stop the export; keys that may not be read are said, and exit 1", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.denyApiKey(demoApiKeyId, ["GET /users"]);
  const half = await exported(account);
  expect([half.code, half.files]).toEqual([1, {}]);
  expect(half.stderr).toMatch(/^error: Nothing was written, .*\nusers could not be read: GET \/users: 403/);
  account.emulator.edit.denyApiKey(demoApiKeyId, ["GET /apikeys"]);
  const less = await exported(account);
  expect([less.code, less.files["README.md"]]).toEqual([
    1,
    expect.stringContaining("API keys could not be read: GET /apikeys: 403"),
  ]);
});

test("texts of the account stay texts, and what no resource can declare is left out", async () => {
  const account = await startAccount(seed);
  const hostile = "`$" + '{process.exit(1)}` */ "); process.exit(1); //\u2028\n</script>|';
  account.emulator.edit.modifyRole("unused", { name: hostile, description: hostile });
  account.emulator.edit.modifyRole("workload-auditor", { name: "" });
  account.emulator.edit.modifyAccount({ locale: "de" });
  account.emulator.edit.modifyUser("u-eve", { email: "EVE@example.com" });
  account.emulator.edit.modifyUser("u-ben", { email: "eve@example.com" });
  for (const style of ["resources", "sets"]) {
    const { files } = await exported(account, "--style", style);
    const source = ts.createSourceFile("index.ts", files["index.ts"] ?? "", ts.ScriptTarget.ES2023, true);
    const { diagnostics } = ts.transpileModule(source.text, { reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
    const strings: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node)) strings.push(node.text);
      node.forEachChild(visit);
    };
    visit(source);
    expect(strings.filter((text) => text === hostile)).toHaveLength(2);
    expect(source.text).not.toContain("process.exit(1)\n");
    expect(source.text).not.toContain('locale: "de"');
    expect(source.text).toContain('userId: "u-ben"');
    expect(files["README.md"]).toContain(
      "| role workload-auditor | a role&#39;s name must not be empty |".replaceAll("&#39;", "'"),
    );
    expect(files["README.md"]).toContain("| setting locale of the account |");
  }
});

test("no name of Pulumi's Output hides a role of the set", async () => {
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

test("role ids that make the same variable, or a word of the language, get names of their own", async () => {
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

test("--out is required, and a style that is not there is an error", async () => {
  const account = await startAccount();
  expect((await account.run("export")).stderr).toContain("required option '-o, --out <dir>' not specified");
  expect((await account.run("export", "--out=")).stderr).toContain("It is empty.");
  expect((await account.run("export", "--out", "x", "--style", "set")).stderr).toContain(
    "Allowed choices are resources, sets.",
  );
});

test.each(["resources", "sets"])(
  "--import-file with style %s holds what an up would store, the same each time",
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

test("more than 30 people stand in a file of their own, by role, and 30 in the program", async () => {
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

test("where nobody of the file has a role of the program, it names roles as they are, and counts in the singular", async () => {
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
