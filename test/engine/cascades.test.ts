import { expect, test } from "@jest/globals";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { ACCOUNT } from "./scene.js";

const PEOPLE = ["root", "ann", "bob", "cat", "dan", "eve"];

/** Everything depends on who `a` is, without being another object because of it. */
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
  test("is never deleted for that, whatever its identity is computed from", async () => {
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
    expect(refused.output).toContain(`'account': replaceWith does not go with a deletionPolicy "closeAccount"`);
  });
});
