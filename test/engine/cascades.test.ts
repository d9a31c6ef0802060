// Only the real engine replaces delete-before-create, and then checks dependents with unknown inputs.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { ACCOUNT } from "./scene.js";

const PEOPLE = ["root", "ann", "bob", "cat", "dan", "eve"];

/** Everything depends on who `a` is, but stays the same object. */
const program = (email: string) => `
  import * as cloudone from "pulumi-cloudone";
  const a = new cloudone.UserAssignment("a", { email: "${email}", roleId: "auditor" }, { deleteBeforeReplace: true });
  const the = (value) => a.userId.apply(() => value);
  new cloudone.AccountSettings("account", {
    accountId: the("${ACCOUNT}"), deletionPolicy: "closeAccount", closeAccountConfirmation: "${ACCOUNT}",
  });
  new cloudone.Role("role", { roleId: the("made"), name: "Made", serviceRoleURNs: [] });
  new cloudone.UserAssignment("removed", { email: the("cat@example.com"), roleId: "auditor", deletionPolicy: "remove" });
  new cloudone.UserAssignment("disabled", { userId: the("dan"), roleId: "auditor" });
  new cloudone.UserAssignment("invited", { email: the("zoe@example.com"), roleId: "auditor", ifMissing: "invite" });
  new cloudone.UserAssignmentSet("team", { users: { "eve@example.com": the("auditor") }, removed: "remove", deletionPolicy: "apply" });
  new cloudone.RoleSet("roles", { roles: { kept: { name: the("Kept"), serviceRoleURNs: [] } }, deletionPolicy: "apply" });
`;

describeEngine("what depends on a resource that is replaced delete-before-create", () => {
  test("is never deleted because of that, whatever its identity is computed from", async () => {
    const cloud = await startCloud({
      seed: {
        roles: [{ id: "auditor" }],
        users: PEOPLE.map((id) => ({
          id,
          email: `${id}@example.com`,
          roleID: id === "root" ? "full-access" : "read-only",
        })),
      },
    });
    const { store } = cloud.emulator;
    const stack = await createStack({ cloud });
    await stack.source(program("ann@example.com"));
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
    await stack.source(program("bob@example.com"));
    const preview = await stack.preview();
    expect(preview.ops).toMatchObject({ a: "replace", account: "update", role: "update", removed: "update" });
    const up = await stack.up({ skipPreview: true });
    expect(up.steps.filter(({ op }) => op === "delete").map(({ name }) => name)).toEqual([]);
    expect(cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /users/ann",
      "POST /users/bob",
    ]);
    expect(store.account.state).toBe("active");
    expect(["cat", "dan", "eve"].map((id) => store.users.get(id)?.state)).toEqual(["enabled", "enabled", "enabled"]);
    await stack.expectNoChanges({ refresh: true });

    await stack.source(`
      import * as cloudone from "pulumi-cloudone";
      const a = new cloudone.Role("a", { roleId: "a", name: "A", serviceRoleURNs: [] });
      new cloudone.AccountSettings("account", { deletionPolicy: "closeAccount", closeAccountConfirmation: "${ACCOUNT}" },
        { replaceWith: [a] });
    `);
    const refused = await stack.preview({ fails: true });
    expect(refused.output).toContain(`'account': replaceWith cannot be combined with a deletionPolicy "closeAccount"`);
  });
});

const moving = (second: string) => `
  import * as cloudone from "pulumi-cloudone";
  const dbr = { deleteBeforeReplace: true };
  ${second}
`;

describeEngine("what is deleted before it is replaced", () => {
  test("stays as it is if another resource of the program now declares it, above it or below", async () => {
    const cloud = await startCloud({
      seed: {
        roles: [{ id: "auditor" }, { id: "operator" }],
        users: PEOPLE.map((id) => ({
          id,
          email: `${id}@example.com`,
          roleID: id === "root" ? "full-access" : "read-only",
        })),
      },
    });
    const { store } = cloud.emulator;
    const stack = await createStack({ cloud });
    await stack.source(
      moving(`
        new cloudone.UserAssignment("one", { email: "ann@example.com", roleId: "auditor" }, dbr);
        new cloudone.UserAssignment("two", { userId: "bob", roleId: "auditor", deletionPolicy: "remove" }, dbr);
        new cloudone.Role("role", { roleId: "made", name: "Made", serviceRoleURNs: [] }, dbr);
        new cloudone.UserAssignment("three", { email: "cat@example.com", roleId: "auditor" }, dbr);
      `),
    );
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
    await stack.source(
      moving(`
        new cloudone.UserAssignment("of-bob", { email: "bob@example.com", roleId: "auditor" });
        const one = new cloudone.UserAssignment("one", { email: "dan@example.com", roleId: "auditor" }, dbr);
        new cloudone.UserAssignment("two", { userId: "eve", roleId: "auditor", deletionPolicy: "remove" }, dbr);
        new cloudone.Role("role", { roleId: "other", name: "Other", serviceRoleURNs: [] }, dbr);
        new cloudone.UserAssignment("three", { userId: "root", roleId: "full-access", deletionPolicy: "retain" }, dbr);
        await new Promise((done) => setTimeout(done, 300));
        new cloudone.UserAssignment("of-ann", { email: "Ann@example.com", roleId: "auditor", deletionPolicy: "restore" });
        new cloudone.Role("of-role", { roleId: "made", name: "Made", serviceRoleURNs: [] });
        new cloudone.UserAssignmentSet("team", { users: { "cat@example.com": "auditor" }, removed: "restore" });
        export const dan = one.userId;
      `),
    );
    await stack.up({ skipPreview: true });
    expect(["ann", "bob", "cat"].map((id) => `${store.users.get(id)?.roleID} ${store.users.get(id)?.state}`)).toEqual(
      Array.from({ length: 3 }, () => "auditor enabled"),
    );
    const writes = cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`);
    expect(writes.sort()).toEqual(["POST /roles", "POST /users/dan", "POST /users/eve"]);
    expect(await stack.resource("of-ann")).toMatchObject({
      outputs: { found: { roleId: "auditor", state: "enabled" } },
    });
    await stack.expectNoChanges({ refresh: true });
    await stack.destroy();
    expect(["ann", "cat"].map((id) => store.users.get(id)?.state)).toEqual(["enabled", "enabled"]);
  });
});
