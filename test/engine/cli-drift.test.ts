// Only the real engine has the stack that drift takes state and configuration from.
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { runCli } from "./harness/cli.js";
import { createStack, declare, describeEngine, ref, secret, startCloud } from "./harness.js";
import { AUDIT, READ, role, user } from "./scene.js";

describeEngine("drift on the real engine", () => {
  test("--stack takes state and configuration from the engine, finds what was done by hand, and is clean after up", async () => {
    const cloud = await startCloud({
      seed: { users: ["ann", "ben"].map((name) => ({ email: `${name}@example.com`, roleID: "read-only" })) },
    });
    const stack = await createStack({ cloud, credentials: "config" });
    await stack.program([
      role("auditor"),
      role("hidden", { name: secret("A code name that no report has") }),
      user("ann", ref("auditor", "roleId")),
      declare("UserAssignmentSet", "others", { users: { "ben@example.com": "read-only" } }),
    ]);
    await stack.up({ skipPreview: true });
    const ignore = join(stack.folder, "ignore.json");
    await writeFile(ignore, JSON.stringify([{ kind: "role", id: "hidden", property: "name", reason: "a code name" }]));
    const drift = (...args: string[]) =>
      runCli(stack, ["drift", "--stack", stack.name, "--ignore", ignore, "--format", "json", ...args]);

    const clean = await drift();
    expect(clean.output).toContain('"managed": 4');
    expect(clean.code).toBe(0);

    cloud.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [READ] });
    cloud.emulator.edit.modifyRole("hidden", { name: "Found out" });
    cloud.emulator.edit.addUser({ email: "eve@example.com", roleID: "read-only" });
    cloud.emulator.clearRequests();
    const found = await drift();
    const report = JSON.parse(found.stdout);
    expect(found.code).toBe(2);
    expect(report.changed).toEqual([
      expect.objectContaining({ id: "auditor", property: "serviceRoleURNs", declared: [READ, AUDIT], actual: [READ] }),
    ]);
    expect(report.unmanaged).toEqual([expect.objectContaining({ kind: "user", name: "eve@example.com" })]);
    expect(`${found.output}`).not.toContain("code name that no report");
    expect(cloud.emulator.writes()).toEqual([]);

    const exported = await stack.run(["stack", "export", "--stack", stack.name]);
    const state = join(stack.folder, "exported.json");
    await writeFile(state, exported.stdout);
    const fromFile = await runCli(stack, ["drift", "--state", state, "--ignore", ignore, "--format", "json"], {
      CLOUDONE_BASE_URL: cloud.url,
      CLOUDONE_API_KEY: cloud.apiKey,
    });
    expect(JSON.parse(fromFile.stdout)).toEqual(report);

    await stack.up({ refresh: true, skipPreview: true });
    cloud.emulator.edit.removeUser(
      [...cloud.emulator.store.users.values()].find(({ email }) => email.startsWith("eve"))?.id ?? "",
    );
    expect((await drift()).code).toBe(0);
  });

  test("a stack that does not exist, and a folder without a project, are errors that say so", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud, passphrase: true });
    const missing = await runCli(stack, ["drift", "--stack", "nowhere"]);
    expect([missing.code, missing.stdout]).toEqual([1, ""]);
    expect(missing.stderr).toMatch(/^error: There is no stack nowhere in the project of /);
    const lost = await runCli(stack, ["drift", "--stack", stack.name, "--cwd", tmpdir()]);
    expect([lost.code, lost.stdout]).toEqual([1, ""]);
    expect(lost.stderr).toContain(`There is no Pulumi project in ${tmpdir()}: name its folder with --cwd.`);
    const nowhere = await runCli(stack, ["drift", "--stack", stack.name, "--cwd", "/nowhere"]);
    expect(nowhere.stderr).toBe("error: There is no folder /nowhere: name the project's folder with --cwd.\n");
    const noCli = await runCli(stack, ["drift", "--stack", stack.name], { PATH: "/nowhere" });
    expect([noCli.code, noCli.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: The Pulumi CLI did not run: [^\n]+\n$/),
    ]);
    const strangers: [Record<string, string>, string][] = [
      [{ PULUMI_CONFIG_PASSPHRASE: "wrong" }, "incorrect passphrase. Set PULUMI_CONFIG_PASSPHRASE to"],
      [{ PULUMI_BACKEND_URL: "", PULUMI_ACCESS_TOKEN: "" }, "PULUMI_ACCESS_TOKEN must be set for login during"],
    ];
    await stack.setSecret("access:word", "a word of the stack");
    for (const [env, words] of strangers) {
      const { code, stderr } = await runCli(stack, ["drift", "--stack", stack.name], env);
      expect([code, stderr.split(words).length, stderr.split("\n").length]).toEqual([1, 2, 2]);
    }
  });
});
