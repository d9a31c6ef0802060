// Only the real engine encrypts what is secret in its state.
import { expect, test } from "@jest/globals";
import { createStack, declare, describeEngine, secret, startCloud } from "./harness.js";
import { READ, role, settings, user } from "./scene.js";

const HIDDEN = ["ann.hidden@example.com", "bob.hidden@example.com", "hidden words", "hidden inc"];

describeEngine("secret inputs", () => {
  test("stay encrypted in the state, also where the provider keeps them under another name", async () => {
    const cloud = await startCloud({
      seed: {
        users: [
          { id: "root", email: "root@example.com", roleID: "full-access" },
          { id: "ann", email: "Ann.Hidden@example.com", name: "Ann", roleID: "read-only" },
          { id: "bob", email: "bob.hidden@example.com", name: "Bob", roleID: "read-only" },
        ],
      },
    });
    const stack = await createStack({ cloud, passphrase: true });
    const program = (email: string, roleId: string) => [
      role("auditor", { description: secret("hidden words") }),
      user("ann", roleId, { email: secret(email), deletionPolicy: "restore" }, { dependsOn: ["auditor"] }),
      settings({ alias: secret("Hidden Inc"), timezone: "Europe/Berlin" }),
      declare("RoleSet", "roles", {
        roles: { one: { name: "One", description: secret("hidden words"), serviceRoleURNs: [READ] } },
      }),
    ];
    const inClear = async () => {
      const lines = JSON.stringify(await stack.state(), null, 1)
        .toLowerCase()
        .split("\n");
      return lines.filter((line) => HIDDEN.some((text) => line.includes(text)));
    };
    const run = async (email: string, roleId: string) => {
      await stack.program(program(email, roleId));
      await stack.up({ skipPreview: true });
      expect(await inClear()).toEqual([]);
    };

    await run("ann.hidden@example.com", "read-only");
    await run("ANN.hidden@example.com", "auditor");
    cloud.emulator.edit.modifyUser("ann", { roleID: "read-only" });
    cloud.emulator.edit.modifyRole("auditor", { description: "By hand" });
    await stack.refresh();
    expect(await inClear()).toEqual([]);
    await run("bob.hidden@example.com", "auditor");
    await stack.expectNoChanges({ refresh: true });
    expect(await inClear()).toEqual([]);
    expect(cloud.emulator.store.users.get("bob")?.roleID).toBe("auditor");

    // The engine stores a set that failed half way differently.
    const entry = { name: "A role", description: secret("hidden words"), serviceRoleURNs: [READ] };
    await stack.program([
      ...program("bob.hidden@example.com", "auditor").slice(0, 3),
      declare("RoleSet", "roles", { roles: { one: { ...entry, name: "One" }, two: entry, three: entry } }),
    ]);
    cloud.emulator.faults.add({ match: { method: "POST", path: "/roles" }, kind: "403-empty", times: 1 });
    await stack.up({ skipPreview: true, fails: true });
    expect(Object.keys((await stack.resource("roles")).outputs?.roles ?? {})).toHaveLength(2);
    expect(await inClear()).toEqual([]);
    await stack.destroy();
  });
});
