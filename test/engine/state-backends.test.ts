// Only the real engine locks a state, in a folder and on PostgreSQL.
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { type PostgresServer, provisionPostgres, startPostgres } from "../../tools/postgres.ts";
import { startCommand } from "./harness/command.js";
import { atEndOfFile } from "./harness/end-of-file.js";
import { engine } from "./harness/engine.js";
import { engineEnvironment } from "./harness/engine-environment.js";
import { type Cloud, createStack, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { role, user } from "./scene.js";

const found = await (async () => {
  if ("missing" in engine()) return { missing: "there is no engine" };
  return provisionPostgres(console.error).catch((error: unknown) => ({ missing: String(error) }));
})();
if (typeof found !== "string") {
  if (process.env.CI) throw new Error(`State on PostgreSQL must be tested in CI. ${found.missing}`);
  console.error(`STATE ON POSTGRESQL IS NOT TESTED. ${found.missing}`);
}

const WORD = "a secret word of the stack";
const ROLES = ["analyst", "auditor", "operator", "reader", "tester"];

async function startTeam(name = "dev", env: Record<string, string> = {}): Promise<{ cloud: Cloud; stack: Stack }> {
  const cloud = await startCloud({ seed: { users: [{ email: "ann@example.com", roleID: "read-only" }] } });
  const stack = await createStack({ cloud, name, env, passphrase: true });
  await stack.program([...ROLES.map((id) => role(id)), user("ann", ref("auditor", "roleId"))]);
  return { cloud, stack };
}

const made = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);
const LOCKED = /the stack is currently locked by \d+ lock\(s\)/;

/** Two ups at once: nothing is written twice or lost, and the second one says why it failed. */
async function expectOneWins(cloud: Cloud, stack: Stack): Promise<void> {
  // Slow enough that the second run comes while the first one writes.
  for (const path of ["/roles", "/users"]) {
    cloud.emulator.faults.add({ match: { path }, kind: "slow-body", delayMs: 2_000, times: Number.POSITIVE_INFINITY });
  }
  const first = await stack.spawnUp();
  while (!first.printed().includes("Updating (")) await sleep(50);
  const second = await stack.up({ skipPreview: true, fails: true });
  expect(second.output).toMatch(LOCKED);
  expect((await first.done).code).toBe(0);
  cloud.emulator.faults.clear();
  expect(made(cloud).filter((write) => write.endsWith("/roles"))).toHaveLength(ROLES.length);
  await stack.expectNoChanges();
}

describeEngine("two ups at once on a folder", () => {
  test("the second one fails, names the lock and has written nothing; the state has everything", async () => {
    const { cloud, stack } = await startTeam();
    await expectOneWins(cloud, stack);
  });

  test("in the same moment, each either does it or says that the stack is locked, and the next up makes it whole", async () => {
    const { cloud, stack } = await startTeam();
    const runs = await Promise.all([stack.spawnUp(), stack.spawnUp()]);
    for (const { code, output } of await Promise.all(runs.map(({ done }) => done))) {
      expect(code === 0 || LOCKED.test(output)).toBe(true);
    }
    await stack.up({ skipPreview: true });
    expect(made(cloud).filter((write) => write.endsWith("/roles"))).toHaveLength(ROLES.length);
    await stack.expectNoChanges();
  });
});

const describePostgres = typeof found === "string" ? describe : describe.skip;

describePostgres("state on PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(String(found));
    atEndOfFile(() => server.stop());
  });

  test("up, preview, refresh and destroy work; the state holds no secret; the second of two ups fails and loses nothing", async () => {
    const { cloud, stack } = await startTeam("dev", server.env);
    stack.mustNotLeak(server.env.PGPASSWORD);
    await expectOneWins(cloud, stack);
    await stack.refresh({ expectNoChanges: true });
    const rows = await server.query("select * from pulumi_state");
    const stored = [...rows.matchAll(/"data":"([^"]*)"/g)]
      .map(([, data]) => Buffer.from(`${data}`, "base64"))
      .join("\n");
    expect(stored).toContain("ann@example.com");
    expect(stored).not.toContain(cloud.apiKey.split(":")[1]);
    await stack.destroy();
    expect([...cloud.emulator.store.roles.keys()].filter((id) => ROLES.includes(id))).toEqual([]);
  });

  test("a stack moves from a folder to PostgreSQL as the guide says, secrets and all, and previews empty there", async () => {
    const { cloud, stack } = await startTeam("moved");
    await stack.setSecret("access:word", WORD);
    await stack.up({ skipPreview: true });
    await stack.run(["stack", "export", "--stack", stack.name, "--file", "stack.json"]);
    Object.assign(stack.env, server.env);
    for (const args of [
      ["init", stack.name],
      ["import", "--file", "stack.json", "--stack", stack.name],
    ]) {
      expect(await stack.run(["stack", ...args])).toMatchObject({ code: 0 });
    }
    cloud.emulator.clearRequests();
    await stack.expectNoChanges();
    expect(cloud.emulator.writes()).toEqual([]);
    const shown = await startCommand("pulumi", ["config", "get", "access:word", "--stack", stack.name], {
      cwd: stack.folder,
      env: { ...engineEnvironment(stack.folder), ...stack.env },
    }).done;
    expect(shown.stdout.trim()).toBe(WORD);
  });
});
