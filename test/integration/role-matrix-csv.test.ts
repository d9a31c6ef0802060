import { join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import {
  defaultAccountId,
  demoApiKeyId,
  demoApiKeySecret,
  type RunningEmulator,
  type StartOptions,
  startEmulator,
} from "../../emulator/index.js";

const SCRIPT = join(resolve(import.meta.dirname, "..", ".."), "examples", "role-matrix-csv", "index.ts");
const urn = (permission: string) => `urn:cloudone:${permission.replace("/", `:us-1:${defaultAccountId}:role/`)}`;

const running: RunningEmulator[] = [];
afterEach(async () => {
  for (const cloud of running.splice(0)) await cloud.close();
});

async function startCloud(options: StartOptions): Promise<RunningEmulator> {
  const cloud = await startEmulator(options);
  running.push(cloud);
  return cloud;
}

async function run({ url }: RunningEmulator): Promise<string> {
  const env = { CLOUDONE_BASE_URL: url, CLOUDONE_API_KEY: `${demoApiKeyId}:${demoApiKeySecret}` };
  return (await execa(process.execPath, [SCRIPT], { env, stripFinalNewline: false })).stdout;
}

describe("the role matrix", () => {
  test("has a row for each role and a column for each permission, and no cell that starts a formula", async () => {
    const cloud = await startCloud({
      seed: {
        roles: [
          // A predefined role in a seed replaces the original.
          { id: "full-access", name: "Full Access", serviceRoleURNs: [urn("workload/full-access")] },
          { id: "read-only", name: "Read Only", serviceRoleURNs: [urn("workload/read-only"), urn("audit/read-only")] },
          { id: "scanner", name: '=HYPERLINK("https://evil.example","x")', serviceRoleURNs: [] },
          { id: "auditor", name: "-2+3", serviceRoleURNs: [urn("audit/read-only")] },
          { id: "comma", name: "@a, b", serviceRoleURNs: [] },
        ],
      },
    });
    expect((await run(cloud)).split("\r\n")).toEqual([
      '"role","name","audit/read-only","workload/full-access","workload/read-only"',
      '"full-access","Full Access","","x",""',
      '"read-only","Read Only","x","","x"',
      '"scanner","\'=HYPERLINK(""https://evil.example"",""x"")","","",""',
      '"auditor","\'-2+3","x","",""',
      '"comma","\'@a, b","","",""',
      "",
    ]);
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("is not printed at all if the list of roles cannot be read in full", async () => {
    const roles = Array.from({ length: 150 }, (_, n) => ({ id: `role-${n}` }));
    const cloud = await startCloud({ seed: { roles } });
    cloud.emulator.faults.add({ match: { path: "/roles", nth: 2 }, kind: "403-empty" });
    await expect(run(cloud)).rejects.toMatchObject({ stdout: "", stderr: expect.stringContaining("GET /roles: 403") });
  });
});
