import { describe, expect, test } from "@jest/globals";
import { TransportError } from "../../../provider/client/index.js";
import { Stack } from "../../doubles/stack.js";
import { eve, setUp } from "./invitations-scene.js";

describe("bad input", () => {
  test.each([
    [{ state: "disabled" }, /state: "disabled" cannot be combined with ifMissing: "invite"/],
    [{ email: undefined, userId: "bob" }, /ifMissing: "invite" needs the email/],
    [{ ifMissing: "create" }, /ifMissing: "create": ifMissing must be "fail" or "invite"/],
  ])("%j is refused at preview", async (changes, message) => {
    const { stack, world } = setUp();
    await expect(stack.preview([eve(changes)])).rejects.toThrow(message);
    expect(world.emulator.requests).toEqual([]);
  });

  test("two declarations of one address fail, so that there is one invitation for it", async () => {
    const { stack } = setUp();
    await expect(stack.preview([eve(), eve({ email: "EVE@EXAMPLE.COM" }, "two")])).rejects.toThrow(
      /declared twice: by 'eve' and by 'two'/,
    );
  });

  test("a role that is not there: nobody is invited", async () => {
    const { stack, sent } = setUp();
    await expect(stack.up([eve({ roleId: "none" })])).rejects.toThrow(
      /there is no role none in the account\. No one was invited/,
    );
    expect(sent()).toEqual([]);
  });

  test("readOnly refuses an invitation", async () => {
    const { world } = setUp();
    const stack = new Stack(() => world.session({ readOnly: true }));
    await expect(stack.up([eve()])).rejects.toThrow(/POST \/invitations was not sent: cloudone:readOnly/);
  });
});

describe("a lost answer", () => {
  test.each(["reset-after", "timeout-after", "500-after", "truncated-json"] as const)(
    "(%s) is settled by reading back: one invitation",
    async (kind) => {
      const { stack, world, pending, sent } = setUp();
      world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind });
      await stack.up([eve()]);
      expect(pending()).toEqual(["Eve@example.com auditor"]);
      expect(sent()).toHaveLength(1);
    },
  );

  test("of a request that did nothing is followed by another request", async () => {
    const { stack, world, pending } = setUp();
    world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind: "reset-before" });
    await stack.up([eve()]);
    expect(pending()).toEqual(["Eve@example.com auditor"]);
  });

  test("is no proof if somebody else's invitation, with another role, is what is there", async () => {
    const { stack, world, edit } = setUp();
    const send = world.transport;
    const transport: typeof send = async (request) => {
      if (request.method !== "POST" || !request.url.endsWith("/invitations")) return send(request);
      if (world.emulator.store.invitations.size > 0) return send(request);
      edit.invite({ email: "eve@example.com", roleID: "operator" });
      throw new TransportError("reset", { kind: "reset", mayHaveArrived: true });
    };
    Object.assign(world, { transport });
    await expect(stack.up([eve()])).rejects.toThrow(/400 Bad Request: "Eve@example.com already has an invitation/);
    expect(stack.state).toEqual([]);
  });

  test("an invitation that the server refuses fails with its words", async () => {
    const { stack, world } = setUp();
    world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind: "403-empty" });
    await expect(stack.up([eve()])).rejects.toThrow("POST /invitations: 403 Forbidden");
  });
});

test("a refresh that cannot read the lists leaves the state as it is", async () => {
  const { stack, world } = setUp();
  await stack.up([eve()]);
  world.emulator.faults.add({ match: { path: "/invitations" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  await expect(stack.refresh()).rejects.toThrow("GET /invitations: 403 Forbidden");
  expect(stack.state[0]?.id).toBe("invitation/eve@example.com");
});

test("an assignment is of one person: another address that nobody has is not invited in their place", async () => {
  const { stack, sent } = setUp();
  await stack.up([eve({ email: "bob@example.com", roleId: "read-only" })]);
  await expect(stack.preview([eve({ roleId: "read-only" })])).rejects.toThrow(
    /user bob, bob@example\.com.*declare Eve@example\.com in a separate UserAssignment/s,
  );
  expect(sent()).toEqual([]);
});
