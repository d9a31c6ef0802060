// Only the real engine can be killed or interrupted between the steps of a run.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, providersOf, startCloud, until } from "./harness.js";
import { renamed, role, settings, user } from "./scene.js";

const startWithAnn = () =>
  startCloud({
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only" },
      ],
    },
  });

const timeout = { "cloudone:timeoutSeconds": "3" };

describeEngine("an engine that is killed", () => {
  test("in the middle of a create loses nothing: the provider finishes and ends, and the next run adopts the role", async () => {
    const cloud = await startWithAnn();
    const { faults, store } = cloud.emulator;
    const stack = await createStack({ cloud, config: timeout });
    await stack.program([role("auditor")]);
    faults.add({ match: { method: "POST", path: "/roles" }, kind: "timeout-after" });
    const run = await stack.spawnUp();
    await until("the role is made", () => store.roles.has("auditor"));
    expect((await providersOf(stack)).join()).not.toContain(cloud.apiKey.split(":")[1]);
    expect(await providersOf(stack)).not.toEqual([]);
    run.kill();
    expect((await run.done).code).toBeNull();
    expect(await stack.resourceNames()).toEqual([]);
    await until("the provider has ended", async () => (await providersOf(stack)).length === 0);

    expect((await stack.up({ skipPreview: true, fails: true })).output).toContain("currently locked");
    await stack.unlock();
    const up = await stack.up({ skipPreview: true });
    expect(up.ops).toEqual({ auditor: "create" });
    expect(cloud.emulator.writes()).toHaveLength(1);
    await stack.run(["refresh", "--clear-pending-creates", "--yes", "--skip-preview", "--stack", stack.name]);
    expect((await stack.state()).pending_operations ?? []).toEqual([]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("between the two steps of a rename destroys nothing, and the next run deletes only the old name", async () => {
    const cloud = await startWithAnn();
    const { faults, store } = cloud.emulator;
    const stack = await createStack({ cloud, config: timeout });
    const declared = (prefix: string) => [
      renamed(role("auditor"), `${prefix}-role`),
      renamed(user("ann", "scanner"), `${prefix}-user`),
      renamed(settings({ timezone: "Asia/Tokyo" }), `${prefix}-settings`),
    ];
    const [former, names] = ["old", "new"].map((prefix) =>
      declared(prefix)
        .map(({ name }) => name)
        .sort(),
    ) as [string[], string[]];
    await stack.program(declared("old"));
    await stack.up({ skipPreview: true });
    const before = cloud.emulator.snapshot();

    await stack.program([
      ...declared("new"),
      // Deletions wait for the last create, and this one hangs.
      role("slow"),
    ]);
    const hanging = faults.add({
      match: { method: "POST", path: "/roles" },
      kind: "timeout",
      times: Number.POSITIVE_INFINITY,
    });
    const run = await stack.spawnUp();
    await until("the new names are in the state", async () => {
      const inState = await stack.resourceNames();
      return names.every((name) => inState.includes(name));
    });
    run.kill();
    await run.done;
    hanging.remove();
    expect(await stack.resourceNames()).toEqual([...names, ...former]);
    expect(cloud.emulator.snapshot()).toEqual(before);
    await until("the provider has ended", async () => (await providersOf(stack)).length === 0);
    store.roles.delete("slow");

    await stack.unlock();
    cloud.emulator.clearRequests();
    const up = await stack.up({ skipPreview: true });
    expect(former.map((name) => up.op(name))).toEqual(["delete", "delete", "delete"]);
    expect(names.map((name) => up.op(name))).toEqual(["same", "same", "same"]);
    expect(cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /roles"]);
    expect(await stack.resourceNames()).toEqual([...names, "slow"]);

    await stack.destroy();
    expect(store.roles.has("auditor")).toBe(false);
    // The baseline is what the new name found.
    expect(store.users.get("ann")).toMatchObject({ roleID: "scanner", state: "disabled" });
  });

  test("by ^C finishes the current write and keeps it in the state", async () => {
    const cloud = await startWithAnn();
    const { faults, store } = cloud.emulator;
    const stack = await createStack({ cloud });
    await stack.program([role("auditor")]);
    const slow = faults.add({ match: { method: "POST" }, kind: "slow-body", delayMs: 2500 });
    const run = await stack.spawnUp();
    await until("the write is under way", () => slow.hits > 0);
    process.kill(run.pid, "SIGINT");
    expect((await run.done).code).not.toBe(0);
    expect(store.roles.has("auditor")).toBe(true);
    expect(await stack.resourceNames()).toEqual(["auditor"]);
    expect((await stack.state()).pending_operations ?? []).toEqual([]);
    await stack.expectNoChanges({ refresh: true });
    expect(await providersOf(stack)).toEqual([]);
  });
});
