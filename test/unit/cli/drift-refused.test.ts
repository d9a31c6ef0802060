import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { driftReport } from "../../../cli/drift/report.js";
import { scratchFolder, startAccount } from "./account.js";
import { BEN, declared, drift, seed, stateFile } from "./drift-scene.js";
import { stackExport } from "./stack-export.js";

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

test("if the key may not read users, the report of the rest is incomplete, with a banner and exit 1", async () => {
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

test("resources of another account are an error, even if the key's account is empty", async () => {
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

test("a missing state file is an error, and so is no state at all", async () => {
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

test("a missing or refused key is an error that shows no part of the key", async () => {
  const account = await startAccount(seed);
  const state = await stateFile(stackExport(declared));
  const refused = await account.runAs("emulator-demo-key:hush-hush", "drift", "--state", state);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^error: .*401/)]);
  expect(refused.stderr).not.toContain("hush-hush");
  const malformed = await account.runAs("nocolon", "drift", "--state", state);
  expect([malformed.code, malformed.stderr]).toEqual([1, expect.stringContaining("it has no colon")]);
});

test("--out writes the complete report, and an unwritable folder is an error", async () => {
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
