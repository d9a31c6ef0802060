// Only the real engine can be killed as engines are, and leaves its provider, its lock and its half-written files. Crashes at other
// moments are in test/simulation/crash-points.test.ts.
import { existsSync } from "node:fs";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, providersOf, ref, type Stack, startCloud, until } from "./harness.js";
import { role, settings, user } from "./scene.js";

const PEOPLE = ["ann", "bob", "cas", "dee", "eve"];
const ROLES = ["one", "two", "three", "four", "five", "six"];

/** Twelve resources with one write each: six roles, five assignments of them, and the account's settings. */
const TWELVE = [
  ...ROLES.map((id) => role(id)),
  ...PEOPLE.map((name, n) => user(name, ref(ROLES[n] ?? "one", "roleId"))),
  settings({ timezone: "Asia/Tokyo" }),
];

/** Each k, some at the same time, since most of a crash is waiting for the provider to notice. */
const POINTS: [number, number, number, number][] = [
  [1, 4, 7, 10],
  [2, 5, 8, 11],
  [3, 6, 9, 12],
];

describeEngine("after a run that nothing disturbed,", () => {
  let cloud: Cloud;
  let stack: Stack;
  let expected: unknown;

  beforeAll(async () => {
    ({ cloud, stack } = await start());
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toHaveLength(TWELVE.length);
    expected = content(cloud);
    cloud.emulator.clearRequests();
  });

  describe("an engine that is killed after its k-th write", () => {
    test.each(POINTS)(
      "loses and doubles nothing: the next up ends as the first would have (k = %i, %i, %i, %i)",
      async (...points) => {
        const mended = points.map((k) => crashAndMend(k, expected));
        const failed = (await Promise.allSettled(mended)).flatMap((one, n) =>
          one.status === "rejected" ? [`k = ${points[n]}: ${one.reason}`] : [],
        );
        expect(failed).toEqual([]);
      },
    );
  });

  describe("a folder backend after the machine or the engine stopped in the middle of a write", () => {
    afterEach(() => {
      expect(cloud.emulator.writes()).toEqual([]);
    });

    test("has half a checkpoint after a power failure; the next up adopts what the backup does not know", async () => {
      const file = stack.checkpoint;
      const text = await readFile(file, "utf8");
      await writeFile(file, text.slice(0, text.length / 2));
      expect((await stack.preview({ fails: true })).output).toMatch(
        /unexpected end of JSON|could not unmarshal|failed to load/i,
      );
      await copyFile(`${file}.bak`, file);
      await stack.up({ skipPreview: true });
      await stack.expectNoChanges({ refresh: true });
    });

    test("has an empty .attrs file after a kill; without that file the stack is as it was", async () => {
      await writeFile(`${stack.checkpoint}.attrs`, "");
      expect((await stack.preview({ fails: true })).output).toContain("failed to load checkpoint: EOF");
      await rm(`${stack.checkpoint}.attrs`);
      await stack.expectNoChanges({ refresh: true });
    });

    test("writes no .attrs file with metadata=skip in its address", async () => {
      stack.env.PULUMI_BACKEND_URL = `file://${join(stack.folder, "backend")}?metadata=skip`;
      await rm(`${stack.checkpoint}.attrs`, { force: true });
      await stack.up({ skipPreview: true });
      expect(existsSync(`${stack.checkpoint}.attrs`)).toBe(false);
      await stack.expectNoChanges();
    });
  });
});

/** The k-th write has its effect and no answer; what comes after it waits. Then the engine dies. */
async function crashAndMend(k: number, expected: unknown): Promise<void> {
  const { cloud, stack } = await start();
  const { emulator } = cloud;
  const endless = Number.POSITIVE_INFINITY;
  const last = emulator.faults.add({ match: { method: "POST", nth: k }, kind: "timeout-after" });
  emulator.faults.add({ match: { method: "POST", nth: k + 1 }, kind: "timeout", times: endless });
  const run = await stack.spawnUp();
  await until("the write is made", () => last.hits > 0, 90);
  run.kill();
  await run.done;
  emulator.faults.clear();
  expect((await stack.state()).pending_operations).not.toEqual([]);
  await until("the provider that was left behind has ended", async () => (await providersOf(stack)).length === 0, 60);
  await stack.unlock();

  await stack.up({ skipPreview: true, refresh: k % 2 === 0 });
  expect(content(cloud)).toEqual(expected);
  const created = emulator.writes().filter(({ path, status }) => path === "/roles" && status === 201);
  expect(created.length).toBeLessThanOrEqual(ROLES.length);
  emulator.clearRequests();
  await stack.expectNoChanges({ refresh: true });
  expect(emulator.writes()).toEqual([]);
  await stack.dispose();
}

async function start(): Promise<{ cloud: Cloud; stack: Stack }> {
  const users = PEOPLE.map((name) => ({ id: name, email: `${name}@example.com`, roleID: "read-only" }));
  const cloud = await startCloud({
    seed: { users: [{ id: "root", email: "root@example.com", roleID: "full-access" }, ...users] },
  });
  const stack = await createStack({ cloud, config: { "cloudone:timeoutSeconds": "3" } });
  await stack.program(TWELVE);
  return { cloud, stack };
}

/** The server's content without times, which differ from run to run. */
function content({ emulator }: Cloud): unknown {
  const times = ["created", "lastModified", "lastActivity", "lastEntitlement"];
  return JSON.parse(JSON.stringify(emulator.snapshot(), (key, value) => (times.includes(key) ? undefined : value)));
}
