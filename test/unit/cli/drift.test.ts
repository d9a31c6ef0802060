import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { pseudonymize } from "../../../cli/drift/pseudonymize.js";
import { driftReport } from "../../../cli/drift/report.js";
import { driftText } from "../../../cli/drift/text.js";
import { demoApiKeyId, demoApiKeySecret, type Seed } from "../../../emulator/index.js";
import { read } from "../docs/documents.js";
import { ACCOUNT, AUDIT, type EmulatedAccount, FULL, READ, scratchFolder, startAccount } from "./account.js";
import {
  invitedResource,
  pulumiUrn,
  roleResource,
  roleSetResource,
  SECRET,
  settingsResource,
  stackExport,
  userResource,
  userSetResource,
} from "./stack-export.js";

const ANN = "00000000-0000-4000-8000-00000000000a";
const BEN = "00000000-0000-4000-8000-00000000000b";
const auditor = { name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] };
const seed: Seed = {
  account: { alias: "Example", mfaRequired: true },
  roles: [{ id: "auditor", ...auditor }],
  users: [
    { id: ANN, email: "ann@example.com", roleID: "full-access" },
    { id: BEN, email: "Ben@Example.com", roleID: "auditor" },
  ],
};
const declared = [
  roleResource("auditor", auditor),
  userResource(ANN, { email: "ann@example.com", roleId: "full-access" }),
  userResource(BEN, { email: "ben@example.com", roleId: "auditor", state: "enabled" }),
  settingsResource({ alias: "Example", mfaRequired: true }),
];

/** The schema as people download it. */
const published = z.fromJSONSchema(JSON.parse(read("docs/reference/drift.schema.json")));

async function stateFile(text: string): Promise<string> {
  const file = join(await scratchFolder(), "state.json");
  await writeFile(file, text);
  return file;
}

async function drift(account: EmulatedAccount, state: string, ...flags: string[]) {
  return account.run("drift", "--state", await stateFile(state), ...flags);
}

async function driftJson(account: EmulatedAccount, state: string, ...flags: string[]) {
  const { code, stdout, stderr } = await drift(account, state, "--format", "json", ...flags);
  if (stdout === "") throw new Error(stderr);
  expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  return { code, stderr, report: driftReport.strict().parse(JSON.parse(stdout)) };
}

test("an account that is as declared has no drift, whatever the order of URNs and the case of emails", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [AUDIT, READ] });
  const { code, report } = await driftJson(account, stackExport(declared));
  expect(report).toEqual({
    schemaVersion: 1,
    account: ACCOUNT,
    complete: true,
    summary: { managed: 4, changed: 0, missing: 0, unmanaged: 0 },
    changed: [],
    missing: [],
    unmanaged: [],
  });
  expect(code).toBe(0);
});

test("what someone changed by hand is a row for each property, declared and actual", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyRole("auditor", { name: "Boss", serviceRoleURNs: [READ, FULL] });
  account.emulator.edit.modifyUser(BEN, { roleID: "full-access", state: "disabled" });
  account.emulator.edit.modifyAccount({ mfaRequired: false });
  const { code, report } = await driftJson(account, stackExport(declared));
  const row = (kind: string, of: string, id: string, property: string, was: unknown, actual: unknown) => {
    const name = kind === "user" ? { name: "ben@example.com" } : {};
    const urn = pulumiUrn(of, kind === "account" ? "account" : id);
    return { urn, kind, id, ...name, property, declared: was, actual };
  };
  expect(report.changed).toEqual([
    { ...row("user", "UserAssignment", BEN, "roleId", "auditor", "full-access"), isAdmin: true },
    { ...row("user", "UserAssignment", BEN, "state", "enabled", "disabled"), isAdmin: true },
    row("account", "AccountSettings", ACCOUNT, "mfaRequired", true, false),
    row("role", "Role", "auditor", "name", "Auditor", "Boss"),
    row("role", "Role", "auditor", "serviceRoleURNs", [READ, AUDIT], [READ, FULL]),
  ]);
  expect([code, report.summary.changed]).toEqual([2, 3]);
});

test("who is an admin by what their role holds, and such a role, are marked in every format", async () => {
  const account = await startAccount(seed);
  const IDENTITY = `urn:cloudone:identity:us-1:${ACCOUNT}:role/full-access`;
  account.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [READ, AUDIT, IDENTITY] });
  const eve = account.emulator.edit.addUser({ email: "eve@example.com", roleID: "auditor" });
  const { report } = await driftJson(account, stackExport(declared));
  expect(report.changed).toEqual([expect.objectContaining({ id: "auditor", isAdmin: true })]);
  expect(report.unmanaged).toEqual([expect.objectContaining({ id: eve.id, isAdmin: true })]);
  for (const format of ["text", "markdown"]) {
    const { stdout } = await drift(account, stackExport(declared), "--format", format);
    expect(stdout).toContain("role auditor (admin)");
    expect(stdout).toMatch(/role auditor, enabled, admin/);
  }
});

test("a state that is not declared is not compared", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(ANN, { state: "disabled" });
  expect((await driftJson(account, stackExport(declared))).code).toBe(0);
});

test("what was deleted by hand is missing, what was added is unmanaged, and predefined roles never are", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.removeUser(BEN);
  account.emulator.edit.deleteRole("auditor");
  account.emulator.edit.createRole({ id: "extra", name: "Extra" });
  const eve = account.emulator.edit.addUser({ email: "eve@example.com", roleID: "extra" });
  const { code, report } = await driftJson(account, stackExport(declared));
  expect(report.missing).toEqual([
    { urn: pulumiUrn("Role", "auditor"), kind: "role", id: "auditor" },
    { urn: pulumiUrn("UserAssignment", BEN), kind: "user", id: BEN, name: "ben@example.com" },
  ]);
  expect(report.unmanaged).toEqual([
    { kind: "role", id: "extra", name: "Extra" },
    { kind: "user", id: eve.id, name: "eve@example.com", roleId: "extra", state: "enabled" },
  ]);
  expect(code).toBe(2);
});

test("a user who has another address now is a change of the email, and one who was invited again of the id", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(ANN, { email: "anna@example.com" });
  account.emulator.edit.removeUser(BEN);
  const again = account.emulator.edit.addUser({ email: "ben@example.com", roleID: "auditor" });
  const { report } = await driftJson(account, stackExport(declared));
  expect(report.changed.map(({ id, property, actual }) => [id, property, actual])).toEqual([
    [ANN, "email", "anna@example.com"],
    [BEN, "userId", again.id],
  ]);
  expect(report.unmanaged).toEqual([]);
});

test("who is invited and yet to accept is not missing, alone or in a set; another role of the invitation is a change", async () => {
  const account = await startAccount(seed);
  const { edit } = account.emulator;
  const state = stackExport([
    ...declared,
    invitedResource("Eve@example.com", "auditor"),
    userSetResource(
      { "fay@example.com": "auditor", "gus@example.com": "auditor" },
      { "fay@example.com": "", "gus@example.com": "" },
    ),
  ]);
  const ids = ["eve", "FAY", "gus"].map((name) => edit.invite({ email: `${name}@example.com`, roleID: "auditor" }).id);
  expect((await driftJson(account, state)).report).toMatchObject({
    complete: true,
    summary: { managed: 7, changed: 0, missing: 0, unmanaged: 0 },
  });
  const [eve = "", fay = "", gus = ""] = ids;
  edit.expireInvitation(eve);
  edit.cancelInvitation(fay);
  edit.invite({ email: "fay@example.com", roleID: "read-only" });
  edit.acceptInvitation(gus);
  const { code, report } = await driftJson(account, state);
  expect(code).toBe(2);
  expect(report.missing).toEqual([
    {
      urn: pulumiUrn("UserAssignment", "Eve@example.com"),
      kind: "user",
      id: "invitation/eve@example.com",
      name: "Eve@example.com",
    },
  ]);
  expect(report.changed).toEqual([
    {
      urn: pulumiUrn("UserAssignmentSet", "users"),
      kind: "user",
      id: "fay@example.com",
      property: "roleId",
      declared: "auditor",
      actual: "read-only",
    },
  ]);
  expect(report.unmanaged).toEqual([]);
});

test("a key that may not read invitations cannot say whether an invited person is missing", async () => {
  const account = await startAccount({
    ...seed,
    apiKeys: [{ id: "half", secret: "s3cret", roleID: "read-only", deny: ["GET /invitations"] }],
  });
  const state = await stateFile(
    stackExport([userSetResource({ "fay@example.com": "auditor" }, { "fay@example.com": "" })]),
  );
  const { code, stderr } = await account.runAs("half:s3cret", "drift", "--state", state, "--format", "json");
  expect(code).toBe(1);
  expect(stderr).toMatch(/INCOMPLETE: invitations could not be read: .*403/);
});

test("members of sets count one by one, by their keys, and what a set excludes is not reported", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.createRole({ id: "vendor-x", name: "Vendor" });
  account.emulator.edit.addUser({ email: "root@vendor.example", roleID: "vendor-x" });
  account.emulator.edit.modifyRole("auditor", { description: "Writes" });
  account.emulator.edit.modifyUser(BEN, { roleID: "read-only" });
  const state = stackExport([
    roleSetResource({ auditor }, { exclude: ["vendor-*"] }),
    userSetResource(
      { "ann@example.com": "full-access", "ben@example.com": { roleId: "auditor" } },
      { "ann@example.com": ANN, "ben@example.com": BEN },
      { exclude: ["*@vendor.example"], removals: ["shown at preview"] },
    ),
  ]);
  const { report } = await driftJson(account, state);
  expect(report.summary).toEqual({ managed: 3, changed: 2, missing: 0, unmanaged: 0 });
  expect(report.changed.map(({ kind, id, property }) => [kind, id, property])).toEqual([
    ["role", "auditor", "description"],
    ["user", "ben@example.com", "roleId"],
  ]);
});

test("a role that a set is retiring is not unmanaged", async () => {
  const account = await startAccount(seed);
  const state = stackExport([roleSetResource({}, {}, { retiring: ["auditor"] })]);
  expect((await driftJson(account, state)).report.unmanaged.map(({ kind }) => kind)).toEqual(["user", "user"]);
});

test("managed is the union of several states", async () => {
  const account = await startAccount(seed);
  const [roles, users] = [stackExport(declared.slice(0, 1)), stackExport(declared.slice(1, 3))];
  const { code, report } = await driftJson(account, roles, "--state", await stateFile(users));
  expect([code, report.summary]).toEqual([0, { managed: 3, changed: 0, missing: 0, unmanaged: 0 }]);
});

test("what is only read or waits for its deletion declares nothing", async () => {
  const account = await startAccount(seed);
  const state = stackExport([
    { ...roleResource("auditor", auditor), external: true },
    { ...userResource(ANN, { roleId: "full-access" }), delete: true },
  ]);
  expect((await driftJson(account, state)).report.summary).toEqual({
    managed: 0,
    changed: 0,
    missing: 0,
    unmanaged: 3,
  });
});

test("a secret is never compared nor printed, makes the scan incomplete, and can be taken note of", async () => {
  const account = await startAccount(seed);
  const state = stackExport([roleResource("auditor", { ...auditor, name: SECRET }), ...declared.slice(1)]);
  const { code, report, stderr } = await driftJson(account, state);
  expect([code, report.complete, report.changed]).toEqual([1, false, []]);
  expect(stderr).toContain("INCOMPLETE: name of role auditor is a secret in the state and was not compared");
  const ignore = await stateFile(
    JSON.stringify([{ kind: "role", id: "auditor", property: "name", reason: "a code name" }]),
  );
  expect((await driftJson(account, state, "--ignore", ignore)).code).toBe(0);
  account.emulator.edit.modifyRole("auditor", { description: "Changed" });
  expect((await driftJson(account, state, "--ignore", ignore)).code).toBe(2);
});

test("a set whose members are one secret still says which objects are managed", async () => {
  const account = await startAccount(seed);
  const state = stackExport([userSetResource(SECRET, { "ann@example.com": ANN, "ben@example.com": BEN })]);
  const { code, report } = await driftJson(account, state);
  expect([code, report.summary.managed, report.unmanaged.map(({ kind }) => kind)]).toEqual([1, 2, ["role"]]);
});

test("an ignore entry takes its findings out until its last day, and expired or idle ones are said", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.addUser({ email: "eve@vendor.example", roleID: "read-only" });
  const state = stackExport(declared);
  const entry = { kind: "user", id: "*@vendor.example", reason: "the integrator" };
  const ignoring = async (...entries: object[]) =>
    driftJson(account, state, "--ignore", await stateFile(JSON.stringify(entries)));
  expect((await ignoring({ ...entry, until: new Date().toISOString().slice(0, 10) })).code).toBe(0);
  const expired = await ignoring({ ...entry, until: "2026-01-31" });
  expect([expired.code, expired.stderr]).toEqual([
    2,
    expect.stringContaining("(the integrator, until 2026-01-31) has expired"),
  ]);
  const idle = await ignoring(entry, { kind: "role", id: "gone", reason: "was there" });
  expect([idle.code, idle.stderr]).toEqual([0, expect.stringContaining("role gone (was there) meets nothing")]);
});

test("an entry means a declared user by address as well as by id, and nobody by what the account calls them now", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(BEN, { roleID: "read-only" });
  account.emulator.edit.modifyUser(ANN, { roleID: "read-only", email: "ann@vendor.example" });
  account.emulator.edit.modifyRole("auditor", { name: "vendor-x" });
  const ignoring = async (kind: string, id: string) => {
    const entry = await stateFile(JSON.stringify([{ kind, id, reason: "known" }]));
    return (await driftJson(account, stackExport(declared), "--ignore", entry)).report.changed.map((row) => row.id);
  };
  expect(await ignoring("user", "BEN@example.com")).toEqual(["auditor", ANN]);
  expect(await ignoring("user", BEN)).toEqual(["auditor", ANN]);
  expect(await ignoring("user", "*@vendor.example")).toEqual(["auditor", ANN, BEN]);
  expect(await ignoring("role", "vendor-*")).toEqual(["auditor", ANN, BEN]);
});

test.each([
  ["is not JSON", "[", /^error: The ignore file \S+ is not JSON: /],
  ["is no list", "{}", /an ignore file is a list/],
  ["lacks a reason", '[{"kind":"user","id":"x"}]', /a reason is required\s+→ at \[0\]\.reason/],
  ["has an unknown field", '[{"kind":"user","id":"x","reason":"y","untill":"z"}]', /untill/],
  ["has no date", '[{"kind":"user","id":"x","reason":"y","until":"soon"}]', /until is a date such as 2027-01-31/],
])("an ignore file that %s is an error, and nothing is read", async (_, text, message) => {
  const account = await startAccount(seed);
  const { code, stdout, stderr } = await drift(account, stackExport(declared), "--ignore", await stateFile(text));
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(message)]);
  expect(account.emulator.requests).toEqual([]);
});

test("a key with the role read-only is enough, and nothing is ever written", async () => {
  const account = await startAccount({ ...seed, apiKeys: [{ id: "reader", secret: "s3cret", roleID: "read-only" }] });
  account.emulator.edit.modifyUser(BEN, { roleID: "read-only" });
  const { code, stdout } = await account.runAs(
    "reader:s3cret",
    "drift",
    "--state",
    await stateFile(stackExport(declared)),
  );
  expect(code).toBe(2);
  expect(stdout).not.toContain("s3cret");
  expect(account.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("users that may not be read make an incomplete report of the rest, with a banner, and exit 1", async () => {
  const account = await startAccount({
    ...seed,
    apiKeys: [{ id: "half", secret: "s3cret", roleID: "read-only", deny: ["GET /users"] }],
  });
  account.emulator.edit.modifyRole("auditor", { name: "Boss" });
  const state = await stateFile(stackExport(declared));
  const json = await account.runAs("half:s3cret", "drift", "--state", state, "--format", "json");
  const report = driftReport.parse(JSON.parse(json.stdout));
  expect([json.code, report.complete, report.summary]).toEqual([
    1,
    false,
    { managed: 4, changed: 1, missing: 0, unmanaged: 0 },
  ]);
  expect(json.stderr).toMatch(/^INCOMPLETE: users could not be read: GET \/users: 403/);
  for (const format of ["text", "markdown", "html"]) {
    const { code, stdout } = await account.runAs("half:s3cret", "drift", "--state", state, "--format", format);
    expect([code, stdout]).toEqual([1, expect.stringContaining("The scan is incomplete")]);
  }
});

test("resources of another account are an error, however empty the account of the key is", async () => {
  const account = await startAccount({ account: { id: "999999999999" } });
  const { code, stdout, stderr } = await drift(account, stackExport(declared));
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^error: API key emulator-demo-key belongs to account 999999999999, but urn:pulumi\S+ belongs to account 0123/,
  );
});

test.each([
  ["is not JSON", "{", /^error: The file \S+ is not JSON: .*pulumi stack export/],
  ["is no export", '{"resources":[]}', /is not what `pulumi stack export` writes/],
  ["has an old version", stackExport(declared, { version: 1 }), /has version 1 of Pulumi's state format/],
  [
    "is of another project",
    stackExport([], {
      deployment: {
        resources: [{ urn: "urn:pulumi:dev::web::aws:s3/bucket:Bucket::site", type: "aws:s3/bucket:Bucket" }],
      },
    }),
    /has no Cloud One resources.*urn:pulumi:dev::web::aws:s3\/bucket:Bucket::site/,
  ],
])("a state that %s is an error", async (_, text, message) => {
  const account = await startAccount(seed);
  const { code, stderr } = await drift(account, text);
  expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
});

test("a state file that is not there, and no state at all, are errors", async () => {
  const account = await startAccount();
  const missing = await account.run("drift", "--state", "/nowhere/state.json");
  expect([missing.code, missing.stderr]).toEqual([
    1,
    expect.stringMatching(/^error: The file \/nowhere\/state\.json cannot be read: ENOENT/),
  ]);
  const none = await account.run("drift");
  expect([none.code, none.stderr]).toEqual([
    1,
    expect.stringContaining("Name what is declared: --stack NAME, or --state FILE"),
  ]);
  for (const flag of ["--stack=", "--state=", "--out="]) {
    const empty = await account.run("drift", flag);
    expect([empty.code, empty.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: option '.*' is invalid\. It is empty\./),
    ]);
  }
  expect(account.emulator.requests).toEqual([]);
});

test("a key that is missing or refused is an error without any part of the key", async () => {
  const account = await startAccount(seed);
  const state = await stateFile(stackExport(declared));
  const refused = await account.runAs("emulator-demo-key:hush-hush", "drift", "--state", state);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^error: .*401/)]);
  expect(refused.stderr).not.toContain("hush-hush");
  const malformed = await account.runAs("nocolon", "drift", "--state", state);
  expect([malformed.code, malformed.stderr]).toEqual([1, expect.stringContaining("it has no colon")]);
});

test("--out writes the whole report, and a folder that cannot be written is an error", async () => {
  const account = await startAccount(seed);
  const folder = await scratchFolder();
  const { code, stdout } = await drift(
    account,
    stackExport(declared),
    "--format",
    "json",
    "--out",
    join(folder, "new", "drift.json"),
  );
  expect([code, stdout]).toEqual([0, ""]);
  await writeFile(join(folder, "file"), "");
  const refused = await drift(account, stackExport(declared), "--out", join(folder, "file", "drift.txt"));
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/^error: Cannot write \S+drift\.txt: (ENOTDIR|EEXIST)/),
  ]);
});

test("--redact leaves no address in any format, and the same mark for the same person", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.addUser({ email: "eve@example.com", roleID: "read-only" });
  account.emulator.edit.modifyUser(ANN, { email: "anna@example.com" });
  const state = stackExport([
    ...declared.slice(0, 2),
    userSetResource({ "ben@example.com": "read-only" }, { "ben@example.com": BEN }),
  ]);
  for (const format of ["text", "json", "markdown", "html"]) {
    const { stdout, stderr } = await drift(account, state, "--redact", "--format", format);
    expect(`${stdout}${stderr}`).not.toMatch(/@example/i);
    expect(stdout).toMatch(/email-[0-9a-f]{12}/);
  }
  const names = async () => (await driftJson(account, state, "--redact")).report.unmanaged.map(({ name }) => name);
  expect(await names()).toEqual(await names());
  const { gaps } = pseudonymize({ gaps: ["ann@example.com", "the state of user ann@example.com."] }, ACCOUNT);
  expect(gaps[1]).toBe(`the state of user ${gaps[0]}.`);
});

test.each([
  ["sean.o'connor@acme.example", "email-"],
  ["user 'ann@acme.example' is not there", "user 'email-"],
  ["d'arcy@x.example, o'neil's", "email-"],
])("an address with an apostrophe is replaced as a whole: %s", (text, start) => {
  const redacted = pseudonymize(text, ACCOUNT);
  expect(redacted).toMatch(new RegExp(`^${start}[0-9a-f]{12}(?![0-9a-f])`));
  expect(redacted).not.toMatch(/sean|connor|ann|arcy|@/);
});

test("a class that this version does not know makes no clean report", async () => {
  const account = await startAccount(seed);
  const later = { ...roleResource("auditor", auditor), kind: "Group", name: "later" };
  const { code, stdout, stderr } = await drift(account, stackExport([later]));
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/cloudone:Group::later is of a class that this version does not know/);
});

test("--redact leaves no address in an error either", async () => {
  const account = await startAccount({ account: { id: "999999999999" } });
  const ann = { ...userResource(ANN, { email: "ann@example.com", roleId: "read-only" }), name: "ann@example.com" };
  const { code, stderr } = await drift(account, stackExport([ann]), "--redact");
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^error: .*UserAssignment::\(an email address\) belongs to account/),
  ]);
});

test("hostile names are text in every format", async () => {
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

test("the text says in full what is otherwise", async () => {
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
  the key in use, ${demoApiKeyId}, has an admin role and is no finding
  1 user is declared without state: if someone disables or enables them by hand, no drift shows

Next, for 1 role, 1 user
  Changed and missing: \`pulumi up --refresh\` makes it as declared again. To keep what was done by hand, declare it so first.
`);
  expect(stderr).toBe("");
});

describe("people who sign in by SSO", () => {
  const samlUsers = [{ subject: "sam@example.com", roleID: "auditor" }];

  test.each(["allowed", 401, 403, 404] as const)("are noted and no drift, with a list that is %s", async (list) => {
    const account = await startAccount({ ...seed, samlUsers, switches: { samlUsersList: list } });
    const { code, report, stderr } = await driftJson(account, stackExport(declared));
    expect([code, report.complete, report.unmanaged]).toEqual([0, true, []]);
    const words =
      list === "allowed"
        ? "1 person signs in by SSO, with a role from the identity provider"
        : `people who sign in by SSO were not counted: GET /saml-users: ${list}`;
    expect(stderr).toContain(words);
    const { stdout } = await drift(account, stackExport(declared));
    expect(stdout.replace(/\s+/g, " ")).toContain(words);
  });

  test("make the scan incomplete where they are required or their list fails for now", async () => {
    const account = await startAccount({ ...seed, samlUsers, switches: { samlUsersList: 403 } });
    const state = await stateFile(stackExport(declared));
    const required = await account.runIn({ CLOUDONE_SAML_USERS: "required" }, "drift", "--state", state);
    expect([required.code, required.stdout]).toEqual([1, expect.stringContaining("SAML users could not be read")]);
    account.emulator.switches.samlUsersList = "allowed";
    account.emulator.faults.add({ match: { path: "/saml-users" }, kind: "wrong-shape", times: 9 });
    expect((await driftJson(account, stackExport(declared))).report.complete).toBe(false);
  });

  test("are not asked for where that is off, and the report says so", async () => {
    const account = await startAccount({ ...seed, samlUsers });
    const state = await stateFile(stackExport(declared));
    const { code, stdout } = await account.runIn({ CLOUDONE_SAML_USERS: "off" }, "drift", "--state", state);
    expect([code, stdout]).toEqual([0, expect.stringContaining("people who sign in by SSO were not counted")]);
    expect(account.emulator.requests.filter(({ path }) => path.startsWith("/saml"))).toEqual([]);
  });
});

test("someone whom a set dropped and disabled is a change once they are enabled again, until somebody answers for them", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(BEN, { state: "disabled" });
  const team = (more: Record<string, unknown>, outputs: Record<string, unknown> = {}) =>
    userSetResource({ "ann@example.com": "full-access" }, { "ann@example.com": ANN }, more, {
      former: [BEN],
      formerDisabled: [BEN],
      ...outputs,
    });
  expect((await driftJson(account, stackExport([team({})]))).report.changed).toEqual([]);
  account.emulator.edit.modifyUser(BEN, { state: "enabled" });
  for (const resource of [team({}), team({}, { formerDisabled: undefined })]) {
    const { code, report } = await driftJson(account, stackExport([resource]));
    expect(report.changed).toEqual([
      expect.objectContaining({ id: "Ben@Example.com", property: "state", declared: "disabled", actual: "enabled" }),
    ]);
    expect(report.unmanaged.map(({ id }) => id)).not.toContain(BEN);
    expect(code).toBe(2);
  }
  const answered = [
    [team({ exclude: ["ben@*"] })],
    [team({ exclude: ["ben.old@*"] }, { excludedIds: { "ben.old@*": [BEN] } })],
    [team({}, { formerDisabled: [] })],
    [team({}), userResource(BEN, { email: "ben@example.com", roleId: "auditor" })],
  ];
  for (const resources of answered) {
    expect((await driftJson(account, stackExport(resources))).report.changed).toEqual([]);
  }
});

describe("API keys", () => {
  const KEYS = [
    { id: demoApiKeyId, secret: demoApiKeySecret, roleID: "full-access" },
    { id: "old-admin", secret: "s3cret", roleID: "full-access", alias: "Old pipeline" },
    { id: "reader", secret: "s3cret", roleID: "read-only" },
    { id: "auditor-key", secret: "s3cret", roleID: "auditor" },
  ];

  test("with an admin role are findings unless the ignore file allows them, and the others are one line", async () => {
    const account = await startAccount({ ...seed, apiKeys: KEYS });
    const { code, report } = await driftJson(account, stackExport(declared));
    expect([code, report.unmanaged]).toEqual([
      2,
      [
        {
          kind: "apiKey",
          id: "old-admin",
          name: "Old pipeline",
          roleId: "full-access",
          state: "enabled",
          isAdmin: true,
        },
      ],
    ]);
    const { stdout } = await drift(account, stackExport(declared));
    expect(stdout).toContain("+ API key Old pipeline  (old-admin, role full-access, enabled, admin)");
    expect(stdout).toContain("2 API keys have no admin role; no resource declares keys");
    expect(stdout).toContain(`the key in use, ${demoApiKeyId}, has an admin role and is no finding`);
    const ignore = join(await scratchFolder(), "ignore.json");
    await writeFile(
      ignore,
      JSON.stringify([{ kind: "apiKey", id: "old-admin", reason: "the old pipeline, until March" }]),
    );
    expect((await driftJson(account, stackExport(declared), "--ignore", ignore)).code).toBe(0);
  });

  test("that may not be read leave the scan incomplete", async () => {
    const account = await startAccount(seed);
    account.emulator.edit.denyApiKey(demoApiKeyId, ["GET /apikeys"]);
    expect(await driftJson(account, stackExport(declared))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("API keys could not be read"),
    });
  });
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

  test("names admins first, account and time at its head, and at its end a count of each kind with the next step", async () => {
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

  test("holds with --only what was asked for, says what it leaves out, and exits by the rest", async () => {
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

test("notes, gaps and next steps keep to the width of a terminal", () => {
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
