import { expect, test } from "@jest/globals";
import { startAccount } from "./account.js";
import { ANN, BEN, declared, drift, driftJson, seed, stateFile } from "./drift-scene.js";
import { stackExport } from "./stack-export.js";

test("an ignore entry hides its findings until its last day, and expired or unused entries are reported", async () => {
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
  expect([idle.code, idle.stderr]).toEqual([0, expect.stringContaining("role gone (was there) matches nothing")]);
});

test("an entry matches a declared user by address or id, but not by their present name in the account", async () => {
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
  ["is no list", "{}", /an ignore file must be a list/],
  ["lacks a reason", '[{"kind":"user","id":"x"}]', /a reason is required\s+→ at \[0\]\.reason/],
  ["has an unknown field", '[{"kind":"user","id":"x","reason":"y","untill":"z"}]', /untill/],
  ["has no date", '[{"kind":"user","id":"x","reason":"y","until":"soon"}]', /until must be a date such as 2027-01-31/],
])("an ignore file that %s is an error, and nothing is read", async (_, text, message) => {
  const account = await startAccount(seed);
  const { code, stdout, stderr } = await drift(account, stackExport(declared), "--ignore", await stateFile(text));
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(message)]);
  expect(account.emulator.requests).toEqual([]);
});
