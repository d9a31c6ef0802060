// Only the real engine dies as an engine does, and leaves its provider, its lock and its half-written files. Crashes at other
// moments are in test/simulation/crash-points.test.ts.
import { existsSync } from "node:fs";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
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

describeEngine("an engine that is killed after its k-th write", () => {
  let expected: unknown;

  beforeAll(async () => {
    expected = await withStack(async (stack, cloud) => {
      await stack.up({ skipPreview: true });
      expect(cloud.emulator.writes()).toHaveLength(TWELVE.length);
      return content(cloud);
    });
  });

  test.each(POINTS)(
    "loses and doubles nothing: the next up ends as the first would have (k = %i, %i, %i, %i)",
    async (...points) => {
      const mended = points.map((k) => withStack((stack, cloud) => crashAndMend(stack, cloud, k, expected)));
      const failed = (await Promise.allSettled(mended)).flatMap((one, n) =>
        one.status === "rejected" ? [`k = ${points[n]}: ${one.reason}`] : [],
      );
      expect(failed).toEqual([]);
    },
  );
});

describeEngine("a folder backend in the middle of whose write the machine or the engine went down", () => {
  test("has an empty .attrs file after a kill; without that file the stack is as it was", async () => {
    await withStack(async (stack, cloud) => {
      await stack.up({ skipPreview: true });
      await writeFile(`${stack.checkpoint}.attrs`, "");
      expect((await stack.preview({ fails: true })).output).toContain("failed to load checkpoint: EOF");
      await rm(`${stack.checkpoint}.attrs`);
      cloud.emulator.clearRequests();
      await stack.expectNoChanges({ refresh: true });
      expect(cloud.emulator.writes()).toEqual([]);
    });
  });

  test("writes no .attrs file with metadata=skip in its address", async () => {
    await withStack(async (stack) => {
      stack.env.PULUMI_BACKEND_URL = `file://${join(stack.folder, "backend")}?metadata=skip`;
      await rm(`${stack.checkpoint}.attrs`);
      await stack.up({ skipPreview: true });
      expect(existsSync(`${stack.checkpoint}.attrs`)).toBe(false);
      await stack.expectNoChanges();
    });
  });

  test("has half a checkpoint after a power failure; the next up adopts what the backup does not know", async () => {
    await withStack(async (stack, cloud) => {
      await stack.up({ skipPreview: true });
      const file = stack.checkpoint;
      const text = await readFile(file, "utf8");
      await writeFile(file, text.slice(0, text.length / 2));
      expect((await stack.preview({ fails: true })).output).toMatch(
        /unexpected end of JSON|could not unmarshal|failed to load/i,
      );
      await copyFile(`${file}.bak`, file);
      cloud.emulator.clearRequests();
      await stack.up({ skipPreview: true });
      expect(cloud.emulator.writes()).toEqual([]);
      await stack.expectNoChanges({ refresh: true });
    });
  });
});

/** The k-th write has its effect and no answer; what comes after it waits. Then the engine dies. */
async function crashAndMend(stack: Stack, cloud: Cloud, k: number, expected: unknown): Promise<void> {
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
}

async function withStack<T>(work: (stack: Stack, cloud: Cloud) => Promise<T>): Promise<T> {
  const users = PEOPLE.map((name) => ({ id: name, email: `${name}@example.com`, roleID: "read-only" }));
  const cloud = await startCloud({
    seed: { users: [{ id: "root", email: "root@example.com", roleID: "full-access" }, ...users] },
  });
  const stack = await createStack({ cloud, config: { "cloudone:timeoutSeconds": "3" } });
  await stack.program(TWELVE);
  const result = await work(stack, cloud);
  await stack.dispose();
  return result;
}

/** The server without what moves by itself. */
function content({ emulator }: Cloud): unknown {
  const times = ["created", "lastModified", "lastActivity", "lastEntitlement"];
  return JSON.parse(JSON.stringify(emulator.snapshot(), (key, value) => (times.includes(key) ? undefined : value)));
}
