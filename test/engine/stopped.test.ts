// Only the real engine kills or cancels its provider. With a played engine, the process is tested in
// test/integration/stopped-process.test.ts.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, providersOf, type Stack, startCloud, until } from "./harness.js";
import { userSet } from "./set-scene.js";

const SET = "pulumi-nodejs:dynamic/cloudone:UserAssignmentSet";
const SIZE = 150;
const emails = Array.from({ length: SIZE }, (_, n) => `user${n}@example.com`);
const users = emails.map((email, n) => ({ id: `u${n}`, email, roleID: "read-only" }));
const everyone = Object.fromEntries(emails.map((email) => [email, "scanner"]));
const guard = { maxRemovalFraction: 1 };

/** The two phases of a set: it gives everyone a role, and takes away everyone's access. */
const PHASES = {
  gives: { members: everyone, isDone: (user: { roleID: string }) => user.roleID === "scanner" },
  takes: { members: {}, isDone: (user: { state: string }) => user.state === "disabled" },
} as const;
type Phase = keyof typeof PHASES;

/** How slow the server is: each answer takes 50 ms, or the server accepts 5 requests a second. */
const SERVERS = {
  "a slow server": { latencyMs: 50, rateLimit: null },
  "a limited server": { latencyMs: 0, rateLimit: { requestsPerSecond: 5 } },
} as const;

interface Scene {
  cloud: Cloud;
  stack: Stack;
}

const done = ({ cloud }: Scene, phase: Phase) =>
  users.filter(({ id }) => PHASES[phase].isDone(cloud.emulator.store.users.get(id) as never)).length;

async function start(): Promise<Scene> {
  const cloud = await startCloud({
    seed: { users: [{ id: "root", email: "root@example.com", roleID: "full-access" }, ...users] },
  });
  return { cloud, stack: await createStack({ cloud }) };
}

/** An `up` of the phase on such a server, until it has begun to write. */
async function begin(scene: Scene, phase: Phase, server: keyof typeof SERVERS) {
  const { cloud, stack } = scene;
  await stack.program([userSet(PHASES[phase].members, { guard, ...(phase === "takes" && { allowEmpty: true }) })]);
  cloud.emulator.clearRequests();
  Object.assign(cloud.emulator.switches, SERVERS[server]);
  const run = await stack.spawnUp();
  await until("the set is being written", () => done(scene, phase) >= 5, 60);
  return run;
}

/** The next `up` does the rest, and repeats nothing. */
async function expectRest(scene: Scene, phase: Phase): Promise<void> {
  const { cloud, stack } = scene;
  Object.assign(cloud.emulator.switches, { latencyMs: 0, rateLimit: null });
  const before = done(scene, phase);
  cloud.emulator.clearRequests();
  await stack.up({ skipPreview: true });
  expect(done(scene, phase)).toBe(SIZE);
  expect(cloud.emulator.writes()).toHaveLength(SIZE - before);
  await stack.expectNoChanges({ refresh: true });
}

describeEngine.each(["a slow server", "a limited server"] as const)("a large set at %s", (server) => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await start();
  });

  // The second phase starts where the first one ended.
  test.each(["gives", "takes"] as const)(
    "whose engine is killed while it %s stops before the next member's write",
    async (phase) => {
      const { stack } = scene;
      const run = await begin(scene, phase, server);
      run.kill();
      const killedAt = done(scene, phase);
      await run.done;
      await until("the provider has ended", async () => (await providersOf(stack)).length === 0, 60);
      // At most what was under way.
      expect(done(scene, phase) - killedAt).toBeLessThanOrEqual(2 * 16);
      expect(done(scene, phase)).toBeLessThan(SIZE);
      const former = phase === "takes" ? emails : [];
      expect(
        Object.keys((await stack.state()).resources.find(({ type }) => type === SET)?.outputs?.users ?? {}).sort(),
      ).toEqual([...former].sort());
      await stack.unlock();
      await expectRest(scene, phase);
    },
  );
});

describeEngine("a large set that waits for the server's limit", () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await start();
  });

  test.each(["gives", "takes"] as const)("ends soon after ^C while it %s", async (phase) => {
    const { stack } = scene;
    const run = await begin(scene, phase, "a limited server");
    const cancelledAt = performance.now();
    process.kill(run.pid, "SIGINT");
    const result = await run.done;
    const seconds = (performance.now() - cancelledAt) / 1000;
    const written = done(scene, phase);
    expect(result.code).not.toBe(0);
    expect(result.output).toContain("the run was cancelled. What was done is kept; run again");
    // The engine has to end as well, on a machine that may be slow; without a cancel it took more than a minute.
    expect(seconds).toBeLessThan(15);
    expect(written).toBeLessThan(SIZE);
    expect((await stack.state()).pending_operations ?? []).toEqual([]);
    await expectRest(scene, phase);
  });
});
