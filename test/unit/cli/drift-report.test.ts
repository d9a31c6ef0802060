import { describe, expect, test } from "@jest/globals";
import { driftText } from "../../../cli/drift/text.js";
import { demoApiKeyId } from "../../../emulator/index.js";
import { ACCOUNT, AUDIT, FULL, READ, startAccount } from "./account.js";
import { BEN, declared, drift, driftJson, seed } from "./drift-scene.js";
import { pulumiUrn, stackExport } from "./stack-export.js";

test("hostile names stay plain text in every format", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.createRole({ id: "evil", name: "<script>alert(1)</script>|[x](http://x) `y` @octocat" });
  account.emulator.edit.modifyRole("auditor", { name: "\u001b[2J\u202eevil\n/close" });
  const html = await drift(account, stackExport(declared), "--format", "html");
  // The page's own script sorts its tables.
  expect(html.stdout.match(/<script/g)).toHaveLength(1);
  expect(html.stdout).not.toContain("<script>alert");
  expect(html.stdout).toContain("&lt;script&gt;");
  const markdown = await drift(account, stackExport(declared), "--format", "markdown");
  expect(markdown.stdout).toContain(
    "&#60;script&#62;alert(1)&#60;/script&#62;&#124;&#91;x&#93;(http:/&#8203;/x) &#96;y&#96; &#64;&#8203;octocat",
  );
  for (const format of ["text", "markdown", "html"]) {
    const { stdout } = await drift(account, stackExport(declared), "--format", format);
    expect(stdout).not.toMatch(/\p{Cc}(?<!\n)|\u202e|^\/close/mu);
    expect(stdout).toMatch(/(\\|&#92;)u202eevil/);
  }
});

test("the text shows every difference in full", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyRole("auditor", { name: "Boss", serviceRoleURNs: [READ, FULL] });
  account.emulator.edit.removeUser(BEN);
  const { stdout, stderr } = await drift(account, stackExport(declared));
  expect(stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, "(now)")).toBe(`Account ${ACCOUNT}, as of (now) UTC
Drift: 1 changed, 1 missing, 0 unmanaged; 4 objects are declared.

Changed
  ~ role auditor  name  (Role auditor)
      declared "Auditor"
      actual   "Boss"
  ~ role auditor  serviceRoleURNs  (Role auditor)
      + ${FULL}  not declared
      - ${AUDIT}  declared, not there

Missing: declared, but not in the account
  - user ben@example.com  (UserAssignment ${BEN})

Notes
  the key in use, ${demoApiKeyId}, has an admin role and is not a finding
  1 user is declared without state: if someone disables or enables them by hand, no drift shows

Next, for 1 role, 1 user
  Changed and missing: \`pulumi up --refresh\` restores what is declared. To keep a change made by hand, declare it first.
`);
  expect(stderr).toBe("");
});

describe("a report", () => {
  const found = async () => {
    const account = await startAccount({ ...seed, roles: [...(seed.roles ?? []), { id: "extra", name: "Extra" }] });
    account.emulator.edit.modifyUser(BEN, { roleID: "full-access" });
    account.emulator.edit.addUser({ email: "aaron@example.com", roleID: "read-only" });
    account.emulator.edit.addUser({ email: "zoe@example.com", roleID: "full-access" });
    account.emulator.edit.modifyAccount({ mfaRequired: false });
    return account;
  };

  test("begins with account and time, lists admins first, and ends with a count of each kind and the next step", async () => {
    const { stdout } = await drift(await found(), stackExport(declared));
    expect(stdout).toMatch(new RegExp(`^Account ${ACCOUNT}, as of \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\n`));
    const at = (text: string) => stdout.indexOf(text);
    expect(at("user ben@example.com (admin)")).toBeLessThan(at("mfaRequired"));
    expect(at("zoe@example.com")).toBeLessThan(at("aaron@example.com"));
    expect(stdout).toMatch(
      /\nNext, for 3 users, 1 account, 1 role\n {2}Changed and missing: `pulumi up --refresh`.*\n {2}Unmanaged: declare it .*\n$/,
    );
    expect(stdout).toContain("1 user is declared without state: if someone disables or enables them by hand");
  });

  test("with --only has only the requested parts, says what it leaves out, and sets the exit code by these parts", async () => {
    const account = await found();
    const { code, report } = await driftJson(account, stackExport(declared), "--only", "missing");
    expect([code, report.changed, report.unmanaged, report.summary.changed]).toEqual([0, [], [], 0]);
    const { stdout } = await drift(account, stackExport(declared), "--only", "changed,missing");
    expect(stdout).toContain("--only leaves out what else was found: 3 unmanaged");
    expect((await drift(account, stackExport(declared), "--only", "gone")).stderr).toContain(
      "Allowed choices are changed, missing, unmanaged, overdue.",
    );
  });
});

test("notes, gaps and next steps fit the width of a terminal", () => {
  const report = {
    schemaVersion: 1 as const,
    account: ACCOUNT,
    complete: true,
    summary: { managed: 1, changed: 0, missing: 1, unmanaged: 0 },
    changed: [],
    missing: [{ urn: pulumiUrn("Role", "x"), kind: "role" as const, id: "x" }],
    unmanaged: [],
  };
  const long = "a note that goes on and on ".repeat(6).trim();
  const assembled = { report, time: "2026-01-01T00:00:00Z", gaps: [long], notes: [long] };
  const text = driftText(assembled, { width: 60, paint: (_, line) => line });
  expect(
    Math.max(
      ...text
        .slice(text.indexOf("Could not"))
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(60);
});
