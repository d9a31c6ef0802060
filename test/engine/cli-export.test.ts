// Only the real engine runs the program that export wrote.
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { runCli } from "./harness/cli.js";
import { startCommand } from "./harness/command.js";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";
import { ACCOUNT, AUDIT, FULL, READ } from "./scene.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");

const HOSTILE =
  "`$" + "{process.exit(1)}` \\ '\"); process.exit(1); //\u2028\n\t</script> {{x}} \u00e9\u4e2d\ud83d\ude00";
const HOSTILE_EMAIL = `o'neil+"x"\`$\{1}\`::\\@example.com`;
const ELSEWHERE = [
  "urn:cloudone:workload:gb-1:999999999999:role/read-only",
  "urn:cloudone:Workload:US-1:999999999999:role/Read-Only",
  `urn:cloudone:workload:de-1:${ACCOUNT}:role/read-only`,
  `urn:cloudone:conformity:us-1:${ACCOUNT}:role/Custom.Role_1`,
  `urn:cloudone:identity:us-1:${ACCOUNT}:policy/x`,
];
/** Words of the language, of the program and of Pulumi's outputs. */
const TRICKY_IDS = "new apply get constructor class await roles urn 3d - a-b a--b".split(" ");

const seed = {
  account: { alias: "Example", timezone: "Europe/Berlin", mfaRequired: true },
  roles: [
    { id: "workload-auditor", name: "Auditor", description: 'Reads "all"', serviceRoleURNs: [READ, AUDIT] },
    { id: "hostile", name: HOSTILE, description: HOSTILE, serviceRoleURNs: [FULL] },
    { id: "unheld", name: "Unheld", serviceRoleURNs: [] },
    ...TRICKY_IDS.map((id) => ({ id, name: `Role ${id}`, serviceRoleURNs: [FULL] })),
  ],
  users: [
    { email: "ann@example.com", roleID: "full-access" },
    { email: "Ben@Example.com", roleID: "workload-auditor" },
    { id: "hostile-user", email: "hostile@example.com", roleID: "hostile" },
    { email: "eve@example.com", roleID: "new", state: "disabled" as const },
    ...TRICKY_IDS.map((id) => ({ email: `${id}@tricky.example.com`, roleID: id })),
  ],
};
const ROLES = seed.roles.length;
/** More than a page of a list holds. As single resources they would only cost the engine time. */
const CROWD = Array.from({ length: 110 }, (_, n) => ({ email: `user-${n}@example.com`, roleID: "read-only" }));

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
  const users = style === "sets" ? [...seed.users, ...CROWD] : seed.users;
  const objects = ROLES + users.length + 2 + 1;
  let cloud: Cloud;
  let stack: Stack;

  test("compiles, adopts everything read-only without a write, and previews empty after that", async () => {
    cloud = await startCloud({ seed: { ...seed, users } });
    // Whether the console checks its input is unknown.
    cloud.emulator.edit.modifyRole("hostile", { serviceRoleURNs: [...ELSEWHERE, FULL] });
    cloud.emulator.edit.modifyUser("hostile-user", { email: HOSTILE_EMAIL });
    // The addresses of two people differ only in case, so the export declares both by their ids.
    for (const email of ["Twin@example.com", "twin@example.com"]) {
      cloud.emulator.edit.addUser({ email, roleID: "workload-auditor" });
    }
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
    await stack.up({ skipPreview: true, env: { CLOUDONE_READ_ONLY: "true" } });
    expect(cloud.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(cloud.emulator.snapshot()).toEqual(before);
    expect(await stack.resourceNames()).toHaveLength(style === "sets" ? 5 : objects);
    await stack.expectNoChanges({ env: { CLOUDONE_READ_ONLY: "true" } });
    await stack.expectNoChanges({ refresh: true });
  });

  test("a round trip writes the same bytes, and what the program manages has no drift", async () => {
    const before = bytes(stack.folder);
    const again = await exportAgain(cloud, style, stack.folder);
    expect([again.code, bytes(stack.folder)]).toEqual([0, before]);
    expect(readdirSync(stack.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const drift = await runCli(stack, ["drift", "--stack", stack.name]);
    expect([drift.code, drift.stdout]).toEqual([
      0,
      expect.stringContaining(`No drift: all ${objects} declared objects`),
    ]);
  });

  test("destroy leaves the account as it was", async () => {
    const before = cloud.emulator.snapshot();
    await stack.destroy();
    expect(cloud.emulator.snapshot()).toEqual(before);
  });
});
