import { describe, expect, test } from "@jest/globals";
import type { Declaration } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { DAY, eve, setUp } from "./invitations-scene.js";

describe("an invitation that is pending already", () => {
  test("counts as present with the declared role", async () => {
    const { stack, sent, edit, log, steps } = setUp();
    edit.invite({ id: "i1", email: "eve@EXAMPLE.com", roleID: "auditor" });
    await stack.preview([eve()]);
    expect(log.text).toMatch(
      /info: Eve@example.com has an invitation with the role auditor that is pending until \S+: none would be sent\./,
    );
    await stack.up([eve()]);
    expect(sent()).toEqual([]);
    expect(stack.state[0]?.outputs).toMatchObject({ invitation: "i1", email: "Eve@example.com" });
    expect(await steps([eve()])).toEqual(["same"]);
  });

  const named =
    /eve@example.com has an invitation with the role operator that is pending until \S+, but the role auditor is declared\. The API has no call to change or withdraw an invitation: declare operator until/;

  test("with another role is a failure that names both, at preview", async () => {
    const { stack, edit } = setUp();
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    await expect(stack.preview([eve()])).rejects.toThrow(named);
  });
});

describe("while the invitation is pending", () => {
  test("another declared role is refused at preview and at up, and explained", async () => {
    const { stack, pending } = setUp();
    await stack.up([eve()]);
    const refusal =
      /Eve@example.com has an invitation with the role auditor that is pending until \S+, but the role operator is declared/;
    await expect(stack.preview([eve({ roleId: "operator" })])).rejects.toThrow(refusal);
    await expect(stack.up([eve({ roleId: "operator" })])).rejects.toThrow(refusal);
    expect(pending()).toEqual(["Eve@example.com auditor"]);
  });

  test("another declared role is applied to whoever has accepted meanwhile, without a refresh before", async () => {
    const { stack, accept, user, steps } = setUp();
    await stack.up([eve()]);
    accept();
    expect(await stack.up([eve({ roleId: "operator" })])).toEqual([{ op: "update", name: "eve" }]);
    expect(user()).toBe("operator enabled");
    expect(await steps([eve({ roleId: "operator" })])).toEqual(["same"]);
    await stack.refresh();
    expect(stack.state[0]).toMatchObject({ id: "eve-id", outputs: { userId: "eve-id" } });
    expect(await steps([eve({ roleId: "operator" })])).toEqual(["same"]);
  });

  test("another declared role is in a new invitation if the former one has expired", async () => {
    const { stack, world, sent } = setUp();
    await stack.up([eve()]);
    await world.clock.sleep(8 * DAY);
    await stack.up([eve({ roleId: "operator" })]);
    expect(sent()).toEqual([
      { email: "Eve@example.com", roleID: "auditor" },
      { email: "Eve@example.com", roleID: "operator" },
    ]);
  });

  test.each([{ roleId: "operator" }, { state: "enabled" }])(
    "that another one would be sent, since the former has expired, is said at preview: %j",
    async (changes) => {
      const { stack, world, log, sent } = setUp();
      await stack.up([eve()]);
      await world.clock.sleep(8 * DAY);
      const from = log.lines.length;
      await stack.preview([eve(changes)]);
      const { roleId = "auditor" } = changes;
      expect(log.lines.slice(from)).toContain(
        `warning: Eve@example.com is no user of the account: an invitation with the role ${roleId} would be sent.`,
      );
      await stack.up([eve(changes)]);
      expect(sent().at(-1)).toEqual({ email: "Eve@example.com", roleID: roleId });
    },
  );

  test("a role changed by hand, with a new invitation, shows at refresh", async () => {
    const { stack, edit, world } = setUp();
    await stack.up([eve()]);
    edit.cancelInvitation([...world.emulator.store.invitations.keys()][0] ?? "");
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    expect(await stack.refresh()).toEqual([{ op: "update", name: "eve" }]);
    await expect(stack.preview([eve()])).rejects.toThrow(/has an invitation with the role operator/);
  });

  test("one that was withdrawn by hand is gone at refresh, and the next run invites again", async () => {
    const { stack, edit, world, sent } = setUp();
    await stack.up([eve()]);
    edit.cancelInvitation([...world.emulator.store.invitations.keys()][0] ?? "");
    expect(await stack.refresh()).toEqual([{ op: "delete", name: "eve" }]);
    await stack.up([eve()]);
    expect(sent()).toHaveLength(2);
  });

  test("a role of it is held, so it is not deleted", async () => {
    const { stack } = setUp();
    const role: Declaration = {
      class: "Role",
      name: "r",
      inputs: { roleId: "auditor", name: "auditor", serviceRoleURNs: [READ], adopt: "overwrite" },
    };
    await stack.up([role, eve({ deletionPolicy: "retain" })]);
    await expect(stack.destroy()).rejects.toThrow(/invitation of Eve@example.com/);
  });

  test("renaming the Pulumi resource neither fails nor sends another", async () => {
    const { stack, sent } = setUp();
    await stack.up([eve()]);
    await stack.up([eve({}, "evelyn")]);
    expect(stack.state.map(({ name, id }) => [name, id])).toEqual([["evelyn", "invitation/eve@example.com"]]);
    expect(sent()).toHaveLength(1);
  });

  test("ifMissing may go back to fail: nothing is sent, and nothing is lost", async () => {
    const { stack, steps, sent } = setUp();
    await stack.up([eve()]);
    const program = [eve({ ifMissing: "fail" })];
    expect(await stack.up(program)).toEqual([{ op: "update", name: "eve" }]);
    expect(await steps(program)).toEqual(["same"]);
    await stack.refresh();
    expect(await steps(program)).toEqual(["same"]);
    expect(sent()).toHaveLength(1);
  });

  test("declaring by userId once the person has accepted is the same person", async () => {
    const { stack, accept, steps } = setUp();
    await stack.up([eve()]);
    accept();
    const program = [eve({ email: undefined, userId: "eve-id", ifMissing: undefined })];
    expect(await stack.up(program)).toEqual([{ op: "update", name: "eve" }]);
    await stack.refresh();
    expect(await steps(program)).toEqual(["same"]);
    expect(stack.state[0]?.id).toBe("eve-id");
  });

  test("another address is another person", async () => {
    const { stack, steps } = setUp();
    await stack.up([eve()]);
    expect(await steps([eve({ email: "mallory@example.com" })])).toEqual(["replace"]);
    expect(await steps([eve({ email: undefined, userId: "bob", ifMissing: undefined })])).toEqual(["replace"]);
  });
});
