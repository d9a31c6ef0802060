import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { type AccessReport, accessReport } from "../../../cli/access/access-report.js";
import { findInactive } from "../../../cli/access/find-inactive.js";
import { demoApiKeyId, demoApiKeySecret, type Seed } from "../../../emulator/index.js";
import { AUDIT, type EmulatedAccount, FULL, READ, scratchFolder, startAccount } from "./account.js";

const FORTY = Array.from({ length: 40 }, (_, n) => ({
  id: `u-${String(n).padStart(2, "0")}`,
  email: `p${String(n).padStart(2, "0")}@example.com`,
  roleID: "team",
}));
const seed: Seed = {
  roles: [
    { id: "team", name: "Team", serviceRoleURNs: [READ] },
    { id: "auditor", name: "Auditor", serviceRoleURNs: [AUDIT] },
    { id: "same", name: "Same", serviceRoleURNs: [AUDIT] },
  ],
  users: [
    ...FORTY,
    { id: "u-ann", email: "ann@example.com", roleID: "auditor" },
    { id: "u-bob", email: "bob@example.com", roleID: "full-access" },
    { id: "u-cas", email: "cas@example.com", roleID: "auditor" },
    { id: "u-dee", email: "dee@example.com", roleID: "auditor", state: "disabled" },
    { id: "u-eve", email: "eve@example.com", roleID: "full-access" },
  ],
};

/** An account, and the file of an earlier report. */
async function reportedAccount(then: Seed = seed): Promise<{ account: EmulatedAccount; file: string }> {
  const account = await startAccount(then);
  const file = join(await scratchFolder(), "earlier.json");
  expect((await account.run("access", "--format", "json", "--out", file)).code).toBe(0);
  return { account, file };
}

async function since(account: EmulatedAccount, file: string, ...more: string[]) {
  const { code, stdout, stderr } = await account.run("access", "--since", file, "--format", "json", ...more);
  return { code, stderr, report: code === 1 ? undefined : accessReport.parse(JSON.parse(stdout)) };
}

function rowsOf(report: AccessReport | undefined) {
  return (report?.changes?.rows ?? []).map(({ change, becomesAdmin, ceasesToBeAdmin, gains, losses, who }) => ({
    change: `${change}${becomesAdmin ? " +admin" : ""}${ceasesToBeAdmin ? " -admin" : ""}`,
    gains,
    losses,
    who: who.map(({ email, name }) => email ?? name),
  }));
}

function happen({ emulator: { edit } }: EmulatedAccount): void {
  edit.modifyRole("team", { serviceRoleURNs: [READ, FULL] });
  edit.modifyUser("u-ann", { roleID: "full-access" });
  edit.modifyUser("u-bob", { roleID: "auditor" });
  edit.modifyUser("u-cas", { roleID: "same" });
  edit.modifyUser("u-dee", { state: "enabled" });
  edit.removeUser("u-eve");
  edit.addUser({ id: "u-new", email: "new@example.com", roleID: "auditor" });
}

test("if nothing has changed since a report, the command exits with 0 and counts everyone", async () => {
  const { account, file } = await reportedAccount();
  const { code, report } = await since(account, file);
  expect([code, report?.changes?.rows, report?.changes?.summary.unchanged]).toEqual([0, [], FORTY.length + 6]);
  const text = await account.run("access", "--since", file);
  expect([text.code, text.stdout]).toEqual([0, expect.stringContaining("no one's access has changed; 46 unchanged.")]);
});

test("joiners, leavers, gains, losses and new admins are found, and people with the same change share a row", async () => {
  const { account, file } = await reportedAccount();
  happen(account);
  const { code, report } = await since(account, file);
  expect(code).toBe(2);
  const all = report?.roles.find(({ id }) => id === "full-access")?.serviceRoleURNs ?? [];
  const without = (one: string) => all.filter((other) => other !== one);
  expect(rowsOf(report)).toEqual(
    [
      {
        change: "changed +admin",
        gains: without(AUDIT),
        losses: [],
        who: ["ann@example.com"],
      },
      { change: "joined", gains: [AUDIT], losses: [], who: ["new@example.com"] },
      { change: "changed", gains: [FULL], losses: [], who: FORTY.map(({ email }) => email) },
      { change: "changed", gains: [AUDIT], losses: [], who: ["dee@example.com"] },
      {
        change: "changed -admin",
        gains: [],
        losses: without(AUDIT),
        who: ["bob@example.com"],
      },
      { change: "left -admin", gains: [], losses: all, who: ["eve@example.com"] },
      { change: "moved", gains: [], losses: [], who: ["cas@example.com"] },
    ].toSorted((a, b) => orderOf(report, a.who) - orderOf(report, b.who)),
  );
  expect(rowsOf(report)[0]?.change).toBe("changed +admin");
  expect(report?.changes?.summary).toMatchObject({
    newAdmins: 1,
    formerAdmins: 2,
    joined: 1,
    left: 1,
    moved: 1,
    unchanged: 1,
  });
});

function orderOf(report: AccessReport | undefined, [first]: string[]): number {
  return rowsOf(report).findIndex(({ who }) => who[0] === first);
}

test("each format shows the changes: a change of one role that forty people hold is one line that lists all forty", async () => {
  const { account, file } = await reportedAccount();
  happen(account);
  const say = (format: string) => account.run("access", "--since", file, "--format", format);
  const [text, markdown, html, csv] = [await say("text"), await say("markdown"), await say("html"), await say("csv")];
  expect([text, markdown, html, csv].map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  expect(text.stdout).toContain("1 new admin, 2 no longer admin, 1 joined, 1 left,");
  expect(text.stdout).toMatch(/\nNew admins\n {2}ann@example\.com: auditor → full-access\n {4}\+ /);
  expect(text.stdout).toContain(
    "\n  40 users: team\n    + workload full-access\n    p00@example.com, p01@example.com,",
  );
  expect(text.stdout).not.toContain("u-cas");
  expect(markdown.stdout).toMatch(
    /\n\| <details><summary>40 users<\/summary>p00[^\n]*<\/details> \| team \| workload full-access \| {2}\|\n/,
  );
  expect(html.stdout).toContain("<details><summary>40 users</summary>p00@example.com, p01@example.com");
  expect(html.stdout).toContain('"label":"new admin"');
  expect(csv.stdout.match(/^changed,user,.*workload full-access,,,,,\r$/gm)).toHaveLength(40);
  expect(csv.stdout).toMatch(/^left,user,.*eve@example\.com,u-eve,full-access,,enabled,,no,yes,/m);
});

test("the next report can be compared with a report of --since", async () => {
  const { account, file } = await reportedAccount();
  happen(account);
  const next = `${file}.next`;
  expect((await account.run("access", "--since", file, "--format", "json", "--out", next)).code).toBe(2);
  expect((await since(account, next)).code).toBe(0);
});

test("a report of an earlier version, without creation dates, can be compared with", async () => {
  const { account, file } = await reportedAccount();
  const report = JSON.parse(await readFile(file, "utf8"));
  for (const one of report.principals) delete one.created;
  await writeFile(file, JSON.stringify(report));
  expect((await since(account, file)).code).toBe(0);
});

test("people who sign in by SSO are compared if both reports have them, and otherwise the report says why not", async () => {
  const samlUsers = [{ id: "a".repeat(64), subject: "sam@example.com", roleID: "auditor" }];
  const { account, file } = await reportedAccount({ ...seed, samlUsers });
  account.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [] });
  const both = await since(account, file);
  expect(rowsOf(both.report)).toContainEqual(
    expect.objectContaining({ losses: [AUDIT], who: ["ann@example.com", "cas@example.com", "sam@example.com"] }),
  );
  account.emulator.switches.samlUsersList = 403;
  const { code, report } = await since(account, file);
  expect(code).toBe(2);
  expect(rowsOf(report).map(({ change }) => change)).toEqual(["changed"]);
  expect(report?.changes?.notes).toEqual([expect.stringContaining("this report does not have them")]);
});

test.each([
  [
    "of another account",
    (report: AccessReport) => JSON.stringify({ ...report, account: "999999999999" }),
    "is of account 999999999999, and the key",
  ],
  ["that is truncated", (report: AccessReport) => JSON.stringify(report).slice(0, -100), "is not JSON"],
  ["that is incomplete", (report: AccessReport) => JSON.stringify({ ...report, complete: false }), "is incomplete"],
  ["of a newer version", (report: AccessReport) => JSON.stringify({ ...report, schemaVersion: 2 }), "Update this one"],
  [
    "of another command",
    () => JSON.stringify({ schemaVersion: 1, changed: [], missing: [] }),
    "is not what this command writes",
  ],
  ["that is empty", () => "", "is not JSON"],
])("an earlier report %s is a clear error and exit 1, and nothing is printed", async (_, spoil, reason) => {
  const { account, file } = await reportedAccount();
  await writeFile(file, spoil(accessReport.parse(JSON.parse(await readFile(file, "utf8")))));
  const { code, stdout, stderr } = await account.run("access", "--since", file);
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringContaining(reason)]);
});

test("a missing earlier report is a clear error", async () => {
  const { code, stderr } = await (await startAccount(seed)).run("access", "--since", "/nowhere.json");
  expect([code, stderr]).toEqual([1, expect.stringContaining("The earlier report /nowhere.json cannot be read")]);
});

test("a list that cannot be read now is not compared, so no one seems to have left", async () => {
  const { account, file } = await reportedAccount({
    ...seed,
    apiKeys: [
      { id: "reader", secret: "s3cret", roleID: "read-only" },
      { id: demoApiKeyId, secret: demoApiKeySecret },
    ],
  });
  const reader = (...flags: string[]) => account.runAs("reader:s3cret", "access", "--since", file, ...flags);
  expect((await reader()).code).toBe(0);
  account.emulator.edit.denyApiKey("reader", ["GET /users"]);
  const { code, stdout } = await reader();
  expect([code, stdout]).toEqual([1, expect.stringContaining("INCOMPLETE: nothing was compared")]);
  expect(stdout).not.toContain("ann@example.com");
});

test("users and keys without activity are listed, admins first; those who were never active count from their creation", async () => {
  const account = await startAccount({
    users: [
      { id: "u-old", email: "old@example.com", roleID: "read-only", created: "2020-01-01T00:00:00Z" },
      { id: "u-boss", email: "zoe@example.com", roleID: "full-access", created: "2024-01-01T00:00:00Z" },
      {
        id: "u-off",
        email: "off@example.com",
        roleID: "read-only",
        state: "disabled",
        created: "2020-01-01T00:00:00Z",
      },
      { id: "u-new", email: "new@example.com", roleID: "read-only" },
    ],
  });
  account.emulator.switches.lastActivity = "absent";
  const { code, stdout } = await account.run("access", "--inactive", "90", "--format", "json");
  const { inactive } = accessReport.parse(JSON.parse(stdout));
  expect(code).toBe(2);
  expect(inactive?.rows.map(({ id }) => id)).toEqual(["u-boss", "u-old"]);
  expect(inactive).toMatchObject({ days: 90, disabled: 1, notJudged: 0 });
  const text = await account.run("access", "--inactive", "90");
  expect(text.stdout).toMatch(
    /zoe@example\.com: full-access \(admin\); never; created 2024-01-01 00:00 UTC, \d+ days ago\n/,
  );
  expect(text.stdout).not.toContain("new@example.com");
  for (const format of ["csv", "markdown", "html"]) {
    const shown = await account.run("access", "--inactive", "90", "--format", format);
    expect([format, shown.code, shown.stdout]).toEqual([format, 2, expect.stringContaining("old")]);
  }
  expect((await account.run("access", "--inactive", "36500")).code).toBe(0);
  account.emulator.switches.lastActivity = "moves";
  expect((await account.run("access", "--inactive", "90")).code).toBe(0);
});

test.each(["0", "-1", "1.5", "soon", "", "1e3"])("--inactive %j is refused", async (value) => {
  const { code, stderr } = await (await startAccount(seed)).run("access", `--inactive=${value}`);
  expect([code, stderr]).toEqual([1, expect.stringContaining("whole number of days")]);
});

test("days are full days; unknown or invalid dates are listed first, as not known", () => {
  const now = Date.parse("2026-07-01T00:00:00Z");
  const one = (id: string, lastActivity: string | null, created: string | null) => ({
    kind: "user" as const,
    id,
    name: id,
    email: null,
    roleId: "r",
    isAdmin: false,
    state: "enabled",
    mfaEnabled: null,
    lastActivity,
    created,
  });
  const { rows } = findInactive(
    [
      one("just", "2026-06-01T00:00:01Z", null),
      one("exactly", "2026-06-01T00:00:00Z", null),
      one("active", "2026-06-30T00:00:00Z", "2020-01-01T00:00:00Z"),
      one("future", "2027-06-30T00:00:00Z", null),
      one("nothing", null, null),
      one("odd", "yesterday", "2020-01-01T00:00:00Z"),
    ],
    30,
    now,
  );
  expect(rows.map(({ id, daysInactive }) => [id, daysInactive])).toEqual([
    ["nothing", null],
    ["odd", null],
    ["exactly", 30],
  ]);
});

test("getting a service's full access in place of another of its roles loses nothing, for any kind of holder", async () => {
  const { account, file } = await reportedAccount();
  account.emulator.edit.modifyRole("team", { serviceRoleURNs: [FULL] });
  const wider = (await since(account, file)).report;
  expect(rowsOf(wider)).toEqual([
    { change: "changed", gains: [FULL], losses: [], who: FORTY.map(({ email }) => email) },
  ]);
  account.emulator.edit.modifyRole("team", { serviceRoleURNs: [READ, FULL] });
  const both = `${file}.both`;
  expect((await account.run("access", "--format", "json", "--out", both)).code).toBe(0);
  account.emulator.edit.modifyRole("team", { serviceRoleURNs: [FULL] });
  expect((await since(account, both)).code).toBe(0);
});
