import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { demoApiKeyId, demoApiKeySecret, type RunningEmulator, startEmulator } from "../../../emulator/index.js";
import * as cloudone from "../../../sdk/index.js";

/** The code under test; in your project, a module of the program. */
async function withoutMfa(roleId: string): Promise<string[]> {
  const holders = await cloudone.getUsers({ roleId });
  return holders.filter(({ mfaEnabled }) => !mfaEnabled).map(({ email }) => email);
}

let cloud: RunningEmulator;

beforeAll(async () => {
  cloud = await startEmulator({
    seed: {
      users: [
        { email: "ann@example.com", roleID: "full-access", mfaEnabled: true },
        { email: "ben@example.com", roleID: "full-access" },
      ],
    },
  });
  process.env.CLOUDONE_BASE_URL = cloud.url;
  process.env.CLOUDONE_API_KEY = `${demoApiKeyId}:${demoApiKeySecret}`;
});
afterAll(() => cloud.close());

test("the report names everyone who has full access without a second factor, and writes nothing", async () => {
  expect(await withoutMfa("full-access")).toEqual(["ben@example.com"]);
  expect(cloud.emulator.writes()).toEqual([]);
});

test("a list that cannot be read to its end is an error, not a short report", async () => {
  cloud.emulator.faults.add({ match: { path: "/users" }, kind: "403-empty" });
  await expect(withoutMfa("read-only")).rejects.toThrow("getUsers: GET /users: 403 Forbidden");
});
