import { expect, test } from "@jest/globals";
import { startAccount } from "./account.js";
import { declared, driftJson, seed, stateFile } from "./drift-scene.js";
import { invitedResource, pulumiUrn, stackExport, userSetResource } from "./stack-export.js";

test("an invited user who has not accepted is not missing, alone or in a set; another role in the invitation is a change", async () => {
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

test("with a key that may not read invitations, it is unknown whether an invited person is missing", async () => {
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
