import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { accessReport, SAML_NOTE } from "../../../cli/access/access-report.js";
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

test("every format says that SAML users are not visible, and nothing is written", async () => {
  const account = await startAccount(seed);
  for (const format of ["text", "html"])
    expect((await access(account, "--format", format)).stdout).toContain(SAML_NOTE);
  expect((await access(account, "--format", "markdown")).stdout).toContain("SAML users are not in this report");
  expect((await access(account, "--format", "csv")).stderr).toContain(SAML_NOTE);
  expect((await accessJson(account)).report.samlUsersIncluded).toBe(false);
  expect(account.emulator.writes()).toEqual([]);
});

test("the CSV has a column for each service role, and no cell that a spreadsheet takes for a formula", async () => {
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

test("a list that may not be read makes an incomplete report of the rest, with a banner, and exit 1", async () => {
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

test("the page is one file that loads nothing, and texts of the account cannot become markup", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser("u-zoe", { name: "</script><script>alert(1)</script><!--" });
  account.emulator.edit.modifyRole("auditor", { name: '"><img src=x onerror=alert(1)>' });
  const file = join(await scratchFolder(), "access.html");
  const { code, stdout } = await access(account, "--format", "html", "--out", file);
  const html = await readFile(file, "utf8");
  expect([code, stdout]).toEqual([0, ""]);
  expect(html).not.toContain("<script>alert");
  expect(html).not.toContain("<img");
  expect(html.replace(/<script type="application\/json".*?<\/script>/s, "")).not.toMatch(/\b(src|href)=/);
  expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
});

test("the text keeps to the width of the terminal", async () => {
  const { report } = await accessJson(await startAccount(seed));
  const paint = (_: string, text: string) => text;
  for (const width of [60, 80, 120]) {
    const text = accessText(report, ["users could not be read: GET /users: 403 Forbidden"], { width, paint });
    const [, table = ""] = text.split("\n\n");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(table).toMatch(/^WHO /);
  }
});
