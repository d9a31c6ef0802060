import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import { demoApiKeyId, demoApiKeySecret } from "../../../emulator/index.js";
import { AUDIT, READ, scratchFolder, startAccount } from "./account.js";
import { seed } from "./export-scene.js";
import { contents, exported } from "./exported.js";

test("the README lists what is left out and why, and no file contains a secret", async () => {
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
  "people who sign in by SSO, with a list that is %s, do not fail an export",
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

test("an export follows the account, and leaves other files alone", async () => {
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
    "that someone changed",
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

test("a folder with another program is refused, and an unwritable folder is an error", async () => {
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

test("unreadable users stop the export; unreadable keys are reported, with exit 1", async () => {
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

test("strings of the account stay strings, and what no resource can declare is left out", async () => {
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

test("--out is required, and an unknown style is an error", async () => {
  const account = await startAccount();
  expect((await account.run("export")).stderr).toContain("required option '-o, --out <dir>' not specified");
  expect((await account.run("export", "--out=")).stderr).toContain("It is empty.");
  expect((await account.run("export", "--out", "x", "--style", "set")).stderr).toContain(
    "Allowed choices are resources, sets.",
  );
});
