import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, createStack, type Stack, startCloud } from "../../doubles/played.js";
import { AUDIT, FULL, READ, user } from "../../engine/scene.js";
import { operator, roleSet, userSet } from "../../engine/set-scene.js";

const IDS = Array.from({ length: 8 }, (_, n) => `r${n}`);
const entry = (...serviceRoleURNs: string[]) => ({ name: "A role", serviceRoleURNs });
const many = (ids: readonly string[], ...urns: string[]) => Object.fromEntries(ids.map((id) => [id, entry(...urns)]));
const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);
const there = ({ emulator }: Cloud) => [...emulator.store.roles.keys()].filter((id) => /^r\d$/.test(id));

describe("a set of roles", () => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    cloud = await startCloud();
    stack = await createStack({ cloud });
    await stack.program([roleSet(many(IDS, READ))]);
    await stack.up({ skipPreview: true });
  });

  test("that its guard refuses writes nothing, not even what it would create and widen (Peribolos)", async () => {
    cloud.emulator.clearRequests();
    await stack.program([roleSet({ r0: entry(READ, FULL), fresh: entry(READ) })]);
    const refused = (await stack.preview({ fails: true })).errors("roles").join("\n");
    expect(refused).toContain("guard.maxRemovalFraction: 7 removals of 8, at most 0.25");
    for (const id of IDS.slice(1)) expect(refused).toContain(`role ${id} (delete)`);
    const stopped = await stack.up({ skipPreview: true, fails: true });
    expect(stopped.errors("roles").join("\n")).toContain("guard.maxRemovalFraction");
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("that fails for two of its members keeps the rest, lists both, and the next run goes on", async () => {
    const { faults } = cloud.emulator;
    for (const id of ["r1", "r2"]) {
      faults.add({
        match: { method: "POST", path: `/roles/${id}` },
        kind: "403-empty",
        times: Number.POSITIVE_INFINITY,
      });
    }
    await stack.program([roleSet(many(IDS, READ, AUDIT))]);
    const failed = (await stack.up({ skipPreview: true, fails: true })).errors("roles").join("\n");
    expect(failed).toMatch(/role r1: .*403 Forbidden/);
    expect(failed).toMatch(/role r2: .*403 Forbidden/);
    faults.clear();
    cloud.emulator.clearRequests();
    await stack.refresh();
    await stack.up();
    expect(writes(cloud).sort()).toEqual(["POST /roles/r1", "POST /roles/r2"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("that applies its deletion deletes its roles and no other one", async () => {
    cloud.emulator.edit.createRole({ id: "by-hand", name: "By hand" });
    await stack.program([
      roleSet(many(IDS, READ, AUDIT), { deletionPolicy: "apply", guard: { maxRemovalFraction: 1 } }),
    ]);
    await stack.up();
    cloud.emulator.clearRequests();
    await stack.destroy();
    expect([there(cloud), cloud.emulator.store.roles.has("by-hand")]).toEqual([[], true]);
    expect(writes(cloud).sort()).toEqual(IDS.map((id) => `DELETE /roles/${id}`));
  });
});

describe("a set of users", () => {
  let cloud: Cloud;
  let stack: Stack;
  const people = ["ann", "bob", "cem", "dora"];
  const team = (roleId: string) => Object.fromEntries(people.map((name) => [`${name}@example.com`, roleId]));
  const of = (id: string) => {
    const found = cloud.emulator.store.users.get(id);
    return found && `${found.roleID} ${found.state}`;
  };

  beforeAll(async () => {
    cloud = await startCloud({
      seed: {
        roles: [{ id: "operator", ...operator }],
        users: [
          { id: "root", email: "root@example.com", roleID: "full-access" },
          ...[...people, "eve", "fay"].map((id) => ({ id, email: `${id}@example.com`, roleID: "read-only" })),
        ],
      },
    });
    stack = await createStack({ cloud });
  });

  test("that fails for two of its members keeps the rest, lists both, and the next run goes on", async () => {
    const { faults } = cloud.emulator;
    for (const id of ["bob", "cem"]) {
      faults.add({
        match: { method: "POST", path: `/users/${id}` },
        kind: "403-empty",
        times: Number.POSITIVE_INFINITY,
      });
    }
    await stack.program([userSet(team("operator"))]);
    const failed = (await stack.up({ skipPreview: true, fails: true })).errors("team").join("\n");
    expect(failed).toMatch(/user bob@example\.com: .*403 Forbidden/);
    expect(failed).toMatch(/user cem@example\.com: .*403 Forbidden/);
    expect(people.map(of)).toEqual(["operator", "read-only", "read-only", "operator"].map((id) => `${id} enabled`));
    faults.clear();
    cloud.emulator.clearRequests();
    await stack.up();
    expect(writes(cloud).sort()).toEqual(["POST /users/bob", "POST /users/cem"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("moves whom it never declared to a role, or removes them, as its preview says", async () => {
    await stack.program([
      userSet(team("operator"), { unmanaged: { moveTo: "operator" }, exclude: ["root@*", "eve@*"] }),
    ]);
    expect((await stack.preview()).warnings("team").join("\n")).toContain("fay@example.com");
    await stack.up({ skipPreview: true });
    expect([of("fay"), of("eve"), of("root")]).toEqual([
      "operator enabled",
      "read-only enabled",
      "full-access enabled",
    ]);
    await stack.program([userSet(team("operator"), { unmanaged: "remove", exclude: ["root@*", "fay@*"] })]);
    expect((await stack.preview()).warnings("team").join("\n")).toContain("eve@example.com");
    await stack.up({ skipPreview: true });
    expect([of("eve"), of("fay"), of("root")]).toEqual([undefined, "operator enabled", "full-access enabled"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("that applies its deletion does to its members what `removed` says, beside a single one that stays", async () => {
    const apply = { deletionPolicy: "apply", removed: "disable", guard: { maxRemovalFraction: 1 } };
    await stack.program([userSet(team("operator"), apply), user("fay", "operator", { deletionPolicy: "retain" })]);
    await stack.up();
    cloud.emulator.clearRequests();
    await stack.destroy();
    expect(people.map(of)).toEqual(people.map(() => "read-only disabled"));
    expect([of("fay"), of("root")]).toEqual(["operator enabled", "full-access enabled"]);
    expect(writes(cloud).sort()).toEqual(people.map((id) => `POST /users/${id}`));
  });
});
