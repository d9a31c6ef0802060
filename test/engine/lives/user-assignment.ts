import { beforeAll, expect, test } from "@jest/globals";
import type { Emulator, Seed } from "../../../emulator/index.js";
import { READ, renamed, user } from "../scene.js";
import type { LifeOptions, LivingStack } from "./engine.js";

export const PEOPLE = ["ann", "bob", "cem", "dee", "eve", "fay"];

/** People with the role read-only, beside one who can do everything and has to stay. */
export const CROWD: Seed = {
  roles: [
    { id: "auditor", serviceRoleURNs: [READ] },
    { id: "operator", serviceRoleURNs: [READ] },
  ],
  users: [
    { id: "root", email: "root@example.com", roleID: "full-access" },
    ...PEOPLE.map((id) => ({ id, name: `Ms ${id}`, email: `${id}@Example.com`, roleID: "read-only" })),
  ],
};

export function crowd(cloud: { emulator: Emulator }) {
  const { emulator } = cloud;
  return {
    edit: emulator.edit,
    /** Role and state, as `auditor enabled`. */
    binding: (id: string) => {
      const live = emulator.store.users.get(id);
      return live && `${live.roleID} ${live.state}`;
    },
    writes: () => emulator.writes().map(({ method, path }) => `${method} ${path}`),
  };
}

/** Assignments from their creation to their deletion; after every step the plan is empty. */
export function userAssignmentLife<C extends { emulator: Emulator }>(on: LifeOptions<C>): void {
  let cloud: C;
  let stack: LivingStack;
  let people: ReturnType<typeof crowd>;

  beforeAll(async () => {
    cloud = await on.startCloud({ switches: on.switches, seed: CROWD });
    people = crowd(cloud);
    stack = await on.createStack({ cloud });
  });

  test("shows its old and new values at preview, is created, and a refresh that finds only later activity changes nothing", async () => {
    people.edit.modifyUser("cem", { state: "disabled" });
    await stack.program([
      user("ann", "auditor"),
      user("bob", "full-access", { state: "enabled" }),
      user("cem", "read-only"),
      user("dee", "operator", { email: undefined, userId: "dee", state: "disabled" }),
    ]);
    const preview = await stack.preview();
    const email = (id: string) => `${id}@${on.switches.emailCase === "lower" ? "example" : "Example"}.com`;
    expect(preview.ops).toEqual({ ann: "create", bob: "create", cem: "create", dee: "create" });
    const lost = "(loses read-only of application, audit, billing and 5 more)";
    expect(preview.warnings("ann")).toEqual([
      `user ${email("ann")} (Ms ann) loses access: role read-only → auditor ${lost}`,
    ]);
    expect(preview.warnings("bob")).toEqual([
      `user ${email("bob")} (Ms bob) gains an admin role: role read-only → full-access`,
    ]);
    expect(preview.warnings("cem")).toEqual([
      `user ${email("cem")} (Ms cem) stays disabled: declare state: "enabled" to re-enable them.`,
    ]);
    expect(preview.warnings("dee")).toEqual([
      `user ${email("dee")} (Ms dee) loses access: role read-only → operator, state enabled → disabled`,
    ]);
    expect(cloud.emulator.writes()).toEqual([]);

    await stack.up({ skipPreview: true });
    expect(people.writes().sort()).toEqual(["POST /users/ann", "POST /users/bob", "POST /users/dee"]);
    expect(["ann", "bob", "cem", "dee"].map(people.binding)).toEqual([
      "auditor enabled",
      "full-access enabled",
      "read-only disabled",
      "operator disabled",
    ]);
    expect(await stack.resource("ann")).toMatchObject({
      id: "ann",
      outputs: { userId: "ann", email: email("ann"), displayName: "Ms ann", found: { roleId: "read-only" } },
    });
    const seen = cloud.emulator.store.users.get("ann")?.lastActivity;
    await stack.refresh({ previewOnly: true, expectNoChanges: true });
    expect(cloud.emulator.store.users.get("ann")?.lastActivity).not.toBe(seen);
    await stack.expectNoChanges();
  });

  test("is changed by one write of both fields; another case of the email or the user's id instead changes nothing", async () => {
    cloud.emulator.clearRequests();
    await stack.program([
      user("ann", "operator", { state: "disabled" }),
      user("bob", "full-access", { email: "BOB@EXAMPLE.COM", state: "enabled" }),
      user("cem", "auditor"),
      user("dee", "operator", { email: "dee@example.com", state: "disabled" }),
    ]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ ann: "update", bob: "same", cem: "update", dee: "same" });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes().map(({ path, body }) => [path, body])).toEqual(
      expect.arrayContaining([
        ["/users/ann", { roleID: "operator", state: "disabled" }],
        ["/users/cem", { roleID: "auditor", state: "disabled" }],
      ]),
    );
    expect(cloud.emulator.writes()).toHaveLength(2);
    await stack.expectNoChanges({ refresh: true });
  });

  test("that was changed by hand shows at refresh and is restored; a user who was removed leaves the state", async () => {
    people.edit.modifyUser("ann", { roleID: "full-access", state: "enabled" });
    people.edit.modifyUser("bob", { state: "disabled" });
    people.edit.removeUser("dee");
    people.edit.addUser({ id: "gus", email: "gus@example.com", roleID: "full-access" });
    const drift = await stack.refresh({ previewOnly: true, expectNoChanges: true, fails: true });
    expect(drift.code).toBe(7);
    expect((await stack.refresh()).ops).toEqual({ ann: "update", bob: "update", cem: "same", dee: "delete" });
    const declarations = [
      user("ann", "operator", { state: "disabled" }),
      user("bob", "full-access", { state: "enabled" }),
      user("cem", "auditor"),
    ];
    const missing = user("dee", "operator", { state: "disabled" });
    await stack.program([...declarations, missing]);
    const preview = await stack.preview({ fails: true });
    expect(preview.errors("dee").join()).toContain("email: no user of this account has the email dee@example.com");
    await stack.program(declarations);
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ ann: "update", bob: "update", cem: "same" });
    expect(["ann", "bob", "gus"].map(people.binding)).toEqual([
      "operator disabled",
      "full-access enabled",
      "full-access enabled",
    ]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("to another user replaces it: the new user gets the role, the old one falls back; a renamed assignment stays", async () => {
    cloud.emulator.clearRequests();
    await stack.program([
      user("ann", "operator", { email: "eve@example.com", state: "enabled" }),
      renamed(user("bob", "full-access", { state: "enabled" }), "robert"),
      user("cem", "auditor"),
    ]);
    const up = await stack.up({ skipPreview: true });
    expect(up.ops).toEqual({ ann: "replace", robert: "create", bob: "delete", cem: "same" });
    expect(people.writes().sort()).toEqual(["POST /users/ann", "POST /users/eve"]);
    expect(["ann", "bob", "eve"].map(people.binding)).toEqual([
      "read-only disabled",
      "full-access enabled",
      "operator enabled",
    ]);
    await stack.expectNoChanges({ refresh: true });
    people.edit.removeUser("eve");
    await stack.destroy();
    expect(["bob", "cem"].map(people.binding)).toEqual(["read-only disabled", "read-only disabled"]);
    expect(await stack.resourceNames()).toEqual([]);
  });
}
