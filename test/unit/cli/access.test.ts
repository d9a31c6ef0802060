import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { accessReport } from "../../../cli/access/access-report.js";
import { accessText } from "../../../cli/access/access-text.js";
import type { Seed } from "../../../emulator/index.js";
import { AUDIT, type EmulatedAccount, READ, scratchFolder, startAccount, urn } from "./account.js";

const ELSEWHERE = "urn:cloudone:workload:gb-1:999999999999:role/read-only";
const created = "2026-01-02T03:04:05Z";
const seed: Seed = {
  roles: [
    { id: "auditor", name: "Auditor", serviceRoleURNs: [READ, AUDIT, ELSEWHERE] },
    { id: "owner", name: "Owner", serviceRoleURNs: [urn("identity", "full-access")] },
  ],
  users: [
    { id: "u-zoe", email: "zoe@example.com", name: "Zoe", roleID: "auditor", created },
    { id: "u-bob", email: "Bob@example.com", name: "Bob", roleID: "full-access", state: "disabled", created },
    { id: "u-ann", email: "ann@example.com", name: "=1+1", roleID: "owner", mfaEnabled: true, created },
  ],
  apiKeys: [
    { id: "reader", secret: "s3cret", roleID: "read-only", alias: '@SUM("A1")', created },
    { id: "admin", secret: "s3cret", roleID: "full-access", alias: "pipeline", created },
  ],
};

async function access(account: EmulatedAccount, ...flags: string[]) {
  return account.runAs("reader:s3cret", "access", ...flags);
}

async function accessJson(account: EmulatedAccount) {
  const { code, stdout } = await access(account, "--format", "json");
  return { code, report: accessReport.strict().parse(JSON.parse(stdout)) };
}

test("users and API keys are listed with role, state, MFA and last activity, admins first", async () => {
  const { code, report } = await accessJson(await startAccount(seed));
  expect(code).toBe(0);
  expect(
    report.principals.map(({ kind, id, isAdmin, state, mfaEnabled }) => [kind, id, isAdmin, state, mfaEnabled]),
  ).toEqual([
    ["user", "u-ann", true, "enabled", true],
    ["apiKey", "admin", true, "enabled", null],
    ["user", "u-bob", true, "disabled", false],
    ["user", "u-zoe", false, "enabled", false],
    ["apiKey", "reader", false, "enabled", null],
  ]);
  expect(report.principals[0]?.lastActivity).toMatch(/^20\d\d-/);
  expect(report.roles.map(({ id, isAdmin }) => [id, isAdmin])).toEqual([
    ["auditor", false],
    ["full-access", true],
    ["owner", true],
    ["read-only", false],
    ["scanner", false],
  ]);
  expect(report.roles[0]?.serviceRoleURNs).toEqual([AUDIT, ELSEWHERE, READ].sort());
});

describe("people who sign in by SSO", () => {
  const FORMATS = ["text", "markdown", "html", "csv", "json"];
  const samlUsers = [
    { id: "a".repeat(64), subject: "sam\u202e@example.com", roleID: "owner", created },
    { id: "b".repeat(64), subject: "<b>tom</b>", roleID: "auditor", created },
  ];

  test("are principals in every format, with admins among the admins, and nothing is written", async () => {
    const account = await startAccount({ ...seed, samlUsers });
    const { code, report } = await accessJson(account);
    expect([code, report.complete, report.samlUsersIncluded, report.samlUsersMissing]).toEqual([0, true, true, null]);
    const listed = report.principals.map(({ kind, name, isAdmin, state }) => [kind, name, isAdmin, state]);
    expect(listed.map(([kind]) => kind)).toEqual(["user", "apiKey", "samlUser", "user", "user", "apiKey", "samlUser"]);
    expect(listed[2]).toEqual(["samlUser", "sam\u202e@example.com", true, null]);
    const text = (await access(account)).stdout;
    expect(text).toContain("3 users, 2 API keys, and 2 SAML users; 3 enabled admins;");
    expect(text).toMatch(/^sam\\u202e@example\.com \(SAML user\) +owner \* *$/m);
    for (const format of FORMATS) {
      const { stdout, stderr } = await access(account, "--format", format);
      expect([format, stdout]).toEqual([format, expect.stringContaining("tom")]);
      if (format !== "json") expect(stdout).not.toContain("\u202e");
      if (format === "html" || format === "markdown") expect(stdout).not.toMatch(/<b>tom/);
      expect(`${stdout}${stderr}`).not.toContain("PARTIAL");
    }
    const csv = (await access(account, "--format", "csv")).stdout;
    expect(csv).toMatch(/^samlUser,<b>tom<\/b>,,b{64},auditor,Auditor,no,,,,/m);
    expect(account.emulator.writes()).toEqual([]);
  });

  test.each([401, 403, 404] as const)(
    "make a partial report in every format if the list returns %d",
    async (status) => {
      const account = await startAccount({ ...seed, samlUsers, switches: { samlUsersList: status } });
      for (const format of FORMATS) {
        const { code, stdout, stderr } = await access(account, "--format", format);
        expect([format, code]).toEqual([format, 0]);
        if (format !== "json") expect(`${stdout}${stderr}`).toContain("PARTIAL");
        expect(`${stdout}${stderr}`).toContain(`GET /saml-users: ${status}`);
        expect(`${stdout}${stderr}`).not.toContain("INCOMPLETE");
      }
      const { report } = await accessJson(account);
      expect([report.complete, report.samlUsersIncluded]).toEqual([true, false]);
      expect(report.samlUsersMissing).toContain(`GET /saml-users: ${status}`);
    },
  );

  test("make the report incomplete if they are required and the key may not read them", async () => {
    const account = await startAccount({
      users: seed.users ?? [],
      roles: seed.roles ?? [],
      switches: { samlUsersList: 403 },
    });
    const { code, stdout } = await account.runIn({ CLOUDONE_SAML_USERS: "required" }, "access");
    expect([code, stdout]).toEqual([1, expect.stringContaining("INCOMPLETE: SAML users could not be read: GET")]);
  });

  test("are not requested if the setting is off, and the report says so", async () => {
    const account = await startAccount({ users: seed.users ?? [], roles: seed.roles ?? [], samlUsers });
    const { code, stdout } = await account.runIn({ CLOUDONE_SAML_USERS: "off" }, "access");
    expect([code, stdout]).toEqual([0, expect.stringContaining("PARTIAL: people who sign in by SSO")]);
    expect(account.emulator.requests.filter(({ path }) => path.startsWith("/saml"))).toEqual([]);
  });

  test("make the report incomplete if their list fails temporarily", async () => {
    const account = await startAccount(seed);
    account.emulator.faults.add({ match: { path: "/saml-users" }, kind: "wrong-shape", times: 9 });
    const { code, report } = await accessJson(account);
    expect([code, report.complete, report.samlUsersIncluded]).toEqual([1, false, false]);
  });
});

test("the CSV has a column for each service role, and no cell that a spreadsheet would take for a formula", async () => {
  const { stdout } = await access(await startAccount(seed), "--format", "csv");
  const lines = stdout.split("\r\n");
  expect(lines[0]).toMatch(/^kind,name,email,id,role id,role,admin,state,mfa,last activity,application full-access,/);
  expect(lines[0]).toContain(",workload read-only (gb-1 999999999999)");
  expect(lines[1]).toMatch(/^user,"'=1\+1",ann@example\.com,u-ann,owner,Owner,yes,enabled,yes,/);
  expect(lines.find((line) => line.includes("reader"))).toMatch(/^apiKey,"'@SUM\(""A1""\)",,reader,/);
  const columns = lines[0]?.split(",") ?? [];
  const zoe = lines.find((line) => line.includes("u-zoe"))?.split(",") ?? [];
  expect(columns.filter((_, n) => zoe[n] === "x")).toEqual([
    "audit read-only",
    "workload read-only (gb-1 999999999999)",
    "workload read-only",
  ]);
});

test("a list that the key may not read makes an incomplete report of the rest, with a banner, and exit 1", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.denyApiKey("reader", ["GET /users"]);
  const { code, report } = await accessJson(account);
  expect([code, report.complete, report.principals.map(({ id }) => id)]).toEqual([1, false, ["admin", "reader"]]);
  for (const format of ["text", "markdown", "html", "csv"]) {
    const { code, stdout, stderr } = await access(account, "--format", format);
    expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringMatching(/INCOMPLETE:|<strong>Incomplete:/)]);
  }
  account.emulator.edit.denyApiKey("reader", ["GET /roles"]);
  const without = await access(account, "--format", "html");
  expect([without.code, without.stdout]).toEqual([1, expect.stringContaining("roles could not be read")]);
});

test("the page is one file that loads nothing, and strings of the account cannot become markup", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser("u-zoe", { name: "</script><script>alert(1)</script><!--" });
  account.emulator.edit.modifyRole("auditor", { name: '"><img src=x onerror=alert(1)>' });
  const file = join(await scratchFolder(), "access.html");
  const { code, stdout } = await access(account, "--format", "html", "--out", file);
  const html = await readFile(file, "utf8");
  expect([code, stdout]).toEqual([0, ""]);
  expect(html).not.toContain("<script>alert");
  expect(html).not.toContain("<img");
  expect(html.replace(/<script type="application\/json".*?<\/script>/s, "")).not.toMatch(/<[^>]*\b(src|href)=/);
  expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
});

test("the text fits the width of the terminal", async () => {
  const { report } = await accessJson(await startAccount(seed));
  const paint = (_: string, text: string) => text;
  for (const width of [60, 80, 120]) {
    const text = accessText(report, ["users could not be read: GET /users: 403 Forbidden"], { width, paint });
    const [, table = ""] = text.split("\n\n");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(table).toMatch(/^WHO /);
  }
});

test("a narrow terminal cuts no address, no role and no service: what does not fit wraps to lines of its own", async () => {
  const email = "maximiliane.hohenlohe-schillingsfuerst@subsidiary.example.com";
  const roles = ["workload", "audit", "conformity", "network", "filestorage"].map((service) =>
    urn(service, "read-only"),
  );
  const { report } = await accessJson(
    await startAccount({
      ...seed,
      roles: [{ id: "auditor", name: "Auditor", serviceRoleURNs: roles }],
      users: [
        { id: "u-max", email, roleID: "auditor", created },
        { id: "u-ann", email: "ann@example.com", roleID: "auditor", created },
      ],
    }),
  );
  const lines = accessText(report, [], { width: 60, paint: (_, text) => text }).split("\n");
  expect(lines.join("\n")).not.toContain("…");
  const at = lines.indexOf(email);
  expect(lines.slice(at, at + 5)).toEqual([
    email,
    expect.stringMatching(/^ +auditor +enabled +no/),
    "    audit read-only, conformity read-only,",
    "    filestorage read-only, network read-only,",
    "    workload read-only",
  ]);
  expect(lines.filter((line) => line.length > 60 && line !== email)).toEqual([]);
  expect(lines.join("\n")).toMatch(/^ann@example\.com +auditor +enabled/m);
});

test("a page names the account's alias, unless the key may not read it", async () => {
  const seed = (deny: string[]) => ({
    account: { alias: "Example <Corp>" },
    apiKeys: [{ id: "demo", secret: "demo-secret", roleID: "full-access", deny }],
  });
  const pageOf = async (deny: string[], ...line: string[]) =>
    (await startAccount(seed(deny))).runAs("demo:demo-secret", "access", "--quiet", "--format", "html", ...line);
  const named = await pageOf([]);
  expect([named.code, named.stdout]).toEqual([
    0,
    expect.stringContaining("account 012345678912 (Example &lt;Corp&gt;)</h1>"),
  ]);
  const unnamed = await pageOf(["GET /accounts/*"]);
  expect([unnamed.code, unnamed.stdout, unnamed.stderr]).toEqual([
    0,
    expect.stringContaining("account 012345678912</h1>"),
    "",
  ]);
});
