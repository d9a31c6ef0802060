import { expect, test } from "@jest/globals";
import { pseudonymize } from "../../../cli/drift/pseudonymize.js";
import { ACCOUNT, startAccount } from "./account.js";
import { ANN, auditor, BEN, declared, drift, driftJson, seed, stateFile } from "./drift-scene.js";
import { roleResource, SECRET, stackExport, userResource, userSetResource } from "./stack-export.js";

test("a secret is neither compared nor printed, makes the scan incomplete, and can be acknowledged", async () => {
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

test("a set whose members are one secret still shows which objects are managed", async () => {
  const account = await startAccount(seed);
  const state = stackExport([userSetResource(SECRET, { "ann@example.com": ANN, "ben@example.com": BEN })]);
  const { code, report } = await driftJson(account, state);
  expect([code, report.summary.managed, report.unmanaged.map(({ kind }) => kind)]).toEqual([1, 2, ["role"]]);
});

test("--redact leaves no address in any format, and gives the same person the same pseudonym", async () => {
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

test("a class that this version does not know makes the scan incomplete", async () => {
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
