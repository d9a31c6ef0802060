// Only the real engine fills a state from a file.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { startCommand } from "./harness/command.js";
import { createStack, declare, describeEngine, startCloud } from "./harness.js";
import { ACCOUNT, AUDIT, READ } from "./scene.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const FLAGS = ["--yes", "--protect=false", "--generate-code=false", "--non-interactive", "--stack", "dev"];

const seed = {
  account: { alias: "Example", timezone: "Europe/Berlin" },
  roles: [
    { id: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] },
    { id: "other", name: "Other", serviceRoleURNs: [] },
  ],
  users: [
    { id: "root", email: "root@example.com", roleID: "full-access" },
    { id: "ann", email: "Ann@example.com", roleID: "auditor" },
    { id: "ben", email: "ben@example.com", roleID: "read-only", state: "disabled" as const },
  ],
};

describeEngine("pulumi import --file", () => {
  test.each(["resources", "sets"])("imports an account as export --import-file --style %s wrote it", async (style) => {
    const cloud = await startCloud({ seed });
    const folder = join(REPOSITORY, ".scratch", randomBytes(6).toString("hex"));
    await mkdir(folder, { recursive: true });
    const env = { ...process.env, CLOUDONE_BASE_URL: cloud.url, CLOUDONE_API_KEY: cloud.apiKey };
    const command = join(REPOSITORY, "dist", "cli", "main.js");
    const write = () =>
      startCommand(process.execPath, [command, "export", "--out", folder, "--style", style, "--import-file"], {
        cwd: folder,
        env,
      }).done;
    const written = await write();
    if (written.code !== 0) throw new Error(written.output);
    const first = await readFile(join(folder, "import.json"), "utf8");
    await write();
    expect(await readFile(join(folder, "import.json"), "utf8")).toBe(first);
    expect(cloud.emulator.writes()).toEqual([]);

    const stack = await createStack({ cloud, folder });
    cloud.emulator.clearRequests();
    const imported = await stack.run(["import", "--file", "import.json", ...FLAGS]);
    if (imported.code !== 0) throw new Error(imported.output);
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
    expect(new Set(Object.values((await stack.up({ skipPreview: true })).ops))).toEqual(new Set(["same"]));
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("imports all five kinds from a file written by hand; one that is dropped is deleted", async () => {
    const cloud = await startCloud({ seed });
    const stack = await createStack({ cloud });
    const urn = (object: string) => `urn:cloudone:identity:us-1:${ACCOUNT}:${object}`;
    const entry = (kind: string, name: string, id: string, inputs: object, more: object) => {
      const __provider = `exports.handler=()=>require("pulumi-cloudone/provider").${kind.charAt(0).toLowerCase()}${kind.slice(1)}Provider()`;
      const type = `pulumi-nodejs:dynamic/cloudone:${kind}`;
      return { type, name, id, inputs: { ...inputs, __provider }, outputs: { ...inputs, ...more, __provider } };
    };
    const { created } = cloud.emulator.store.roles.get("other") ?? {};
    const args = {
      other: { roleId: "other", name: "Other", serviceRoleURNs: [] },
      ben: { email: "ben@example.com", roleId: "read-only" },
      account: { timezone: "Europe/Berlin", deletionPolicy: "retain" },
      roles: { roles: { auditor: { name: "Auditor", description: "Reads", serviceRoleURNs: [READ, AUDIT] } } },
      people: { users: { "Ann@example.com": "auditor" } },
    };
    const resources = [
      entry("Role", "other", "other", args.other, { cloudOneUrn: urn("role/other"), created }),
      entry("UserAssignment", "ben", "ben", args.ben, {
        userId: "ben",
        displayName: "",
        cloudOneUrn: urn("user/ben"),
      }),
      entry("AccountSettings", "account", ACCOUNT, args.account, {
        accountId: ACCOUNT,
        region: "us-1",
        accountState: "active",
        cloudOneUrn: urn(`account/${ACCOUNT}`),
      }),
      entry("RoleSet", "roles", `roles/${ACCOUNT}/0123abcd`, args.roles, { roleIds: { auditor: "auditor" } }),
      entry("UserAssignmentSet", "people", `users/${ACCOUNT}/0123abcd`, args.people, {
        userIds: { "Ann@example.com": "ann" },
      }),
    ];
    await writeFile(join(stack.folder, "hand.json"), JSON.stringify({ resources }));
    const imported = await stack.run(["import", "--file", "hand.json", ...FLAGS]);
    if (imported.code !== 0) throw new Error(imported.output);
    const kept = [
      declare("UserAssignment", "ben", args.ben),
      declare("AccountSettings", "account", args.account),
      declare("RoleSet", "roles", args.roles),
      declare("UserAssignmentSet", "people", args.people),
    ];
    await stack.program([declare("Role", "other", args.other), ...kept]);
    await stack.expectNoChanges();
    await stack.refresh();
    await stack.expectNoChanges();
    await stack.program(kept);
    const { ops } = await stack.up({ skipPreview: true });
    expect(ops).toEqual({ other: "delete", ben: "same", account: "same", roles: "same", people: "same" });
    expect([...cloud.emulator.store.roles.keys()]).not.toContain("other");
    expect([...cloud.emulator.store.users.keys()].sort()).toEqual(["ann", "ben", "root"]);
  });
});
