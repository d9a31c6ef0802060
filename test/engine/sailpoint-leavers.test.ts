// Only the real engine runs the functions in a program and asks SailPoint over a port.
import { copyFile, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";

const EXAMPLE = join(resolve(import.meta.dirname, "..", ".."), "examples", "sailpoint-leavers");
const SOURCE = "2c9180835d2e5168015d32f890ca1581";
const SECRET = "emulator-demo-client-secret";
const PROJECT = "cloudone-sailpoint-leavers";
const PEOPLE = {
  "ann@example.com": "workload-operator",
  "ben@example.com": "read-only",
  "cem@example.com": "read-only",
};

/** The example as its seed and its program are, with the server's address. */
async function install(more: Record<string, string> = {}): Promise<{ cloud: Cloud; stack: Stack }> {
  const seed = await readFile(join(EXAMPLE, "emulator-seed.json"), "utf8");
  const cloud = await startCloud({ seed: JSON.parse(seed) });
  const stack = await createStack({
    cloud,
    project: PROJECT,
    env: { SAILPOINT_CLIENT_SECRET: SECRET },
    mustNotLeak: [SECRET],
    config: {
      "sailpoint:baseUrl": cloud.sailPointUrl,
      "sailpoint:clientId": "emulator-demo-client",
      [`${PROJECT}:sourceId`]: SOURCE,
      [`${PROJECT}:people`]: JSON.stringify(PEOPLE),
      ...more,
    },
  });
  await rm(join(stack.folder, "index.js"));
  for (const file of ["Pulumi.yaml", "index.ts"]) await copyFile(join(EXAMPLE, file), join(stack.folder, file));
  return { cloud, stack };
}

const states = ({ emulator }: Cloud) =>
  Object.fromEntries(
    [...emulator.store.users.values()].map(({ name, roleID, state }) => [name.split(" ")[0], `${roleID} ${state}`]),
  );

const ALL = {
  Olga: "full-access enabled",
  Ann: "workload-operator enabled",
  Ben: "read-only enabled",
  Cem: "read-only enabled",
};

describeEngine("joiners, movers and leavers as SailPoint has them", () => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    ({ cloud, stack } = await install());
  });

  test("at first everyone is as in SailPoint: a lock does not count, nor does an account on another source", async () => {
    await stack.up({ skipPreview: true });
    expect(states(cloud)).toEqual(ALL);
    expect(await stack.outputs()).toMatchObject({ left: [] });
  });

  test("a program run asks SailPoint once, with one token", async () => {
    cloud.emulator.clearRequests();
    await stack.expectNoChanges();
    const asked = cloud.emulator.requests.filter(({ path }) => path.startsWith("/sailpoint/"));
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /sailpoint/oauth/token",
      "GET /sailpoint/accounts/v1",
    ]);
  });

  test("with a disabled SailPoint account lose access: preview says so, up does it", async () => {
    cloud.emulator.sailpoint.edit.modifyAccount("a0000002", { disabled: true });
    cloud.emulator.clearRequests();
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ "ann@example.com": "same", "ben@example.com": "update", "cem@example.com": "same" });
    expect(preview.warnings("ben@example.com")).toEqual([
      "user ben@example.com loses access: state enabled → disabled",
    ]);
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(states(cloud)).toEqual({ ...ALL, Ben: "read-only disabled" });
    expect(await stack.outputs()).toMatchObject({ left: ["ben@example.com"] });
    await stack.expectNoChanges();
  });

  test("who come back get access again", async () => {
    cloud.emulator.sailpoint.edit.modifyAccount("a0000002", { disabled: false });
    await stack.up({ skipPreview: true });
    expect(states(cloud)).toEqual(ALL);
  });

  test("who have left by their life-cycle state lose access although the account is still enabled", async () => {
    const { edit } = cloud.emulator.sailpoint;
    edit.modifyAccount("a0000002", { cloudLifecycleState: "terminated" });
    await stack.up({ skipPreview: true });
    expect(states(cloud)).toEqual({ ...ALL, Ben: "read-only disabled" });
    edit.modifyAccount("a0000002", { cloudLifecycleState: "on parental leave" });
    const run = await stack.preview({ fails: true });
    expect(run.output).toContain('ben@example.com: life-cycle state "on parental leave" is in neither');
    edit.modifyAccount("a0000002", { cloudLifecycleState: "active" });
    await stack.up({ skipPreview: true });
    expect(states(cloud)).toEqual(ALL);
  });

  test("no account, several accounts and one without a state stop the run; it names every person, and no one loses access", async () => {
    const { edit } = cloud.emulator.sailpoint;
    edit.removeAccount("a0000001");
    edit.addAccount({ id: "a0000022", sourceId: SOURCE, nativeIdentity: "BEN@example.com", disabled: true });
    edit.modifyAccount("a0000003", { disabled: null });
    for (const run of [await stack.preview({ fails: true }), await stack.up({ fails: true, skipPreview: true })]) {
      expect(run.output).toContain(`ann@example.com has no account on source ${SOURCE}`);
      expect(run.output).toContain(`ben@example.com has 2 accounts on source ${SOURCE}`);
      expect(run.output).toContain(
        "cem@example.com: SailPoint does not say whether account a0000003 is disabled or locked",
      );
    }
    expect(states(cloud)).toEqual(ALL);
  });

  test("SailPoint's refusal stops the run with its own words, and no one loses access", async () => {
    cloud.emulator.sailpoint.edit.rotateClientSecret("another-one");
    const run = await stack.up({ fails: true, skipPreview: true });
    expect(run.output).toContain('sailpoint.getAccounts: POST /oauth/token: 401 Unauthorized: "invalid_client');
    expect(states(cloud)).toEqual(ALL);
  });
});

describeEngine("with lockedCounts", () => {
  test("a locked account counts as one that is disabled", async () => {
    const { cloud, stack } = await install({ [`${PROJECT}:lockedCounts`]: "true" });
    await stack.up({ skipPreview: true });
    expect(states(cloud)).toEqual({ ...ALL, Cem: "read-only disabled" });
  });
});
