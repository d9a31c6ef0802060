import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { demoApiKeyId, demoApiKeySecret } from "../../../emulator/index.js";
import { scratchFolder, startAccount } from "./account.js";
import { declared, drift, driftJson, seed, stateFile } from "./drift-scene.js";
import { stackExport } from "./stack-export.js";

describe("people who sign in by SSO", () => {
  const samlUsers = [{ subject: "sam@example.com", roleID: "auditor" }];

  test.each(["allowed", 401, 403, 404] as const)(
    "are noted but are not drift, with a list that is %s",
    async (list) => {
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
    },
  );

  test("make the scan incomplete if they are required or their list fails temporarily", async () => {
    const account = await startAccount({ ...seed, samlUsers, switches: { samlUsersList: 403 } });
    const state = await stateFile(stackExport(declared));
    const required = await account.runIn({ CLOUDONE_SAML_USERS: "required" }, "drift", "--state", state);
    expect([required.code, required.stdout]).toEqual([1, expect.stringContaining("SAML users could not be read")]);
    account.emulator.switches.samlUsersList = "allowed";
    account.emulator.faults.add({ match: { path: "/saml-users" }, kind: "wrong-shape", times: 9 });
    expect((await driftJson(account, stackExport(declared))).report.complete).toBe(false);
  });

  test("are not requested if the setting is off, and the report says so", async () => {
    const account = await startAccount({ ...seed, samlUsers });
    const state = await stateFile(stackExport(declared));
    const { code, stdout } = await account.runIn({ CLOUDONE_SAML_USERS: "off" }, "drift", "--state", state);
    expect([code, stdout]).toEqual([0, expect.stringContaining("people who sign in by SSO were not counted")]);
    expect(account.emulator.requests.filter(({ path }) => path.startsWith("/saml"))).toEqual([]);
  });
});

describe("API keys", () => {
  const KEYS = [
    { id: demoApiKeyId, secret: demoApiKeySecret, roleID: "full-access" },
    { id: "old-admin", secret: "s3cret", roleID: "full-access", alias: "Old pipeline" },
    { id: "reader", secret: "s3cret", roleID: "read-only" },
    { id: "auditor-key", secret: "s3cret", roleID: "auditor" },
  ];

  test("with an admin role are findings unless the ignore file lists them, and the others are one line", async () => {
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
    expect(stdout).toContain(`the key in use, ${demoApiKeyId}, has an admin role and is not a finding`);
    const ignore = join(await scratchFolder(), "ignore.json");
    await writeFile(
      ignore,
      JSON.stringify([{ kind: "apiKey", id: "old-admin", reason: "the old pipeline, until March" }]),
    );
    expect((await driftJson(account, stackExport(declared), "--ignore", ignore)).code).toBe(0);
  });

  test("that the key may not read leave the scan incomplete", async () => {
    const account = await startAccount(seed);
    account.emulator.edit.denyApiKey(demoApiKeyId, ["GET /apikeys"]);
    expect(await driftJson(account, stackExport(declared))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("API keys could not be read"),
    });
  });
});
