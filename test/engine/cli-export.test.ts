import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { runCli } from "./harness/cli.js";
import { startCommand } from "./harness/command.js";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";
import { AUDIT, FULL, READ } from "./scene.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

const seed = {
  account: { alias: "Example", timezone: "Europe/Berlin", mfaRequired: true },
  roles: [
    { id: "workload-auditor", name: "Auditor", description: 'Reads "all"', serviceRoleURNs: [READ, AUDIT] },
    { id: "new", name: "Abroad", serviceRoleURNs: ["urn:cloudone:workload:gb-1:999999999999:role/read-only"] },
    { id: "apply", name: "Unheld", serviceRoleURNs: [FULL] },
  ],
  users: [
    { email: "ann@example.com", roleID: "full-access" },
    { email: "Ben@Example.com", roleID: "workload-auditor" },
    { email: "cleo@example.com", roleID: "apply" },
    { email: "eve@example.com", roleID: "new", state: "disabled" as const },
  ],
};

/** Exports into a folder where programs find the package. */
async function exportTo(cloud: Cloud, style: string): Promise<string> {
  const folder = join(REPOSITORY, ".scratch", randomBytes(6).toString("hex"));
  await mkdir(folder, { recursive: true });
  const result = await exportAgain(cloud, style, folder);
  if (result.code !== 0) throw new Error(result.output);
  return folder;
}

function exportAgain(cloud: Cloud, style: string, folder: string) {
  const env = { ...process.env, CLOUDONE_BASE_URL: cloud.url, CLOUDONE_API_KEY: cloud.apiKey };
  const command = join(REPOSITORY, "dist", "cli", "main.js");
  return startCommand(process.execPath, [command, "export", "--out", folder, "--style", style], { cwd: folder, env })
    .done;
}

const written = ["index.ts", "Pulumi.yaml", "package.json", "tsconfig.json", ".gitignore", "README.md"];
const bytes = (folder: string) => written.map((name) => readFileSync(join(folder, name), "utf8"));

describeEngine.each(["resources", "sets"])("export --style %s on the real engine", (style) => {
  let cloud: Cloud;
  let stack: Stack;

  test("compiles, adopts everything read-only without a write, and previews empty after that", async () => {
    cloud = await startCloud({ seed });
    const folder = await exportTo(cloud, style);
    stack = await createStack({ cloud, folder });
    const compiled = await startCommand(
      process.execPath,
      [join(REPOSITORY, "node_modules/typescript/bin/tsc"), "-p", folder],
      {
        cwd: REPOSITORY,
        env: process.env,
      },
    ).done;
    expect(compiled.output).toBe("");
    cloud.emulator.clearRequests();
    const before = cloud.emulator.snapshot();
    await stack.up({ env: { CLOUDONE_READ_ONLY: "true" } });
    expect(cloud.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(cloud.emulator.snapshot()).toEqual(before);
    expect(await stack.resourceNames()).toHaveLength(style === "sets" ? 3 : 8);
    await stack.expectNoChanges({ env: { CLOUDONE_READ_ONLY: "true" } });
    await stack.expectNoChanges({ refresh: true });
  });

  test("a round trip writes the same bytes, and what the program manages has no drift", async () => {
    const before = bytes(stack.folder);
    const again = await exportAgain(cloud, style, stack.folder);
    expect([again.code, bytes(stack.folder)]).toEqual([0, before]);
    expect(readdirSync(stack.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const drift = await runCli(stack, ["drift", "--stack", stack.name]);
    expect([drift.code, drift.stdout]).toEqual([0, expect.stringContaining("No drift: all 8 declared objects")]);
  });

  test("destroy leaves the account as it was", async () => {
    const before = cloud.emulator.snapshot();
    await stack.destroy();
    expect(cloud.emulator.snapshot()).toEqual(before);
  });
});
