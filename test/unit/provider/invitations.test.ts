import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { TransportError } from "../../../provider/client/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const DAY = 86_400_000;
const URN = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;

const eve = (changes: Record<string, unknown> = {}, name = "eve"): Declaration => ({
  class: "UserAssignment",
  name,
  inputs: { email: "Eve@example.com", roleId: "auditor", ifMissing: "invite", ...changes },
});

function setUp(switches: Partial<Switches> = {}) {
  const world = new World({
    switches,
    seed: {
      roles: [
        { id: "auditor", serviceRoleURNs: [URN] },
        { id: "operator", serviceRoleURNs: [URN] },
      ],
      users: [
        { email: "root@example.com", roleID: "full-access" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
      ],
    },
  });
  const stack = new Stack(() => world.session());
  const { store, edit } = world.emulator;
  const sent = () =>
    world.emulator
      .writes()
      .filter(({ path }) => path === "/invitations")
      .map(({ body }) => body);
  const accept = (person = {}) => {
    const [invitation] = store.invitations.values();
    return edit.acceptInvitation(invitation?.id ?? "", { id: "eve-id", name: "Eve", ...person });
  };
  const pending = () => [...store.invitations.values()].map(({ email, roleID }) => `${email} ${roleID}`);
  const user = () => {
    const live = [...store.users.values()].find(({ email }) => email.toLowerCase() === "eve@example.com");
    return live && `${live.roleID} ${live.state}`;
  };
  const steps = async (program: Declaration[]) => (await stack.preview(program)).map(({ op }) => op);
  return { world, stack, edit, sent, accept, pending, user, steps, log: world.log };
}

describe.each<Partial<Switches>>([
  {},
  { invitationsPaged: false, emailCase: "lower", unknownFields: true },
  { expiredInvitations: "hidden", modifySemantics: "replace", endOfList: "null" },
  { acceptedInvitations: "listed", invitationState: "pending" },
])("an invited person, with the emulator's switches %j", (switches) => {
  test("is invited once, accepts, and is taken over without a difference", async () => {
    const { stack, sent, accept, user, steps, log, world } = setUp(switches);
    await stack.preview([eve()]);
    expect(log.text).toContain(
      "info: Eve@example.com is no user of the account: an invitation with the role auditor would be sent.",
    );
    expect(sent()).toEqual([]);
    await stack.up([eve()]);
    expect(sent()).toEqual([{ email: "Eve@example.com", roleID: "auditor" }]);
    expect(stack.state[0]).toMatchObject({
      id: "invitation/eve@example.com",
      outputs: { userId: "", email: "Eve@example.com", displayName: "", roleId: "auditor", ifMissing: "invite" },
    });
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.refresh()).toEqual([{ op: "same", name: "eve" }]);
    expect(await stack.up([eve()])).toEqual([{ op: "same", name: "eve" }]);

    accept();
    world.emulator.clearRequests();
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.refresh()).toEqual([{ op: "same", name: "eve" }]);
    expect(stack.state[0]).toMatchObject({
      id: "eve-id",
      outputs: { userId: "eve-id", displayName: "Eve", roleId: "auditor" },
    });
    expect(stack.state[0]?.outputs).not.toHaveProperty("invitation");
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.up([eve({ roleId: "operator" })])).toEqual([{ op: "update", name: "eve" }]);
    expect(user()).toBe("operator enabled");
    await stack.destroy();
    expect(user()).toBe("read-only disabled");
    expect(sent()).toEqual([]);
  });

  test("past its expiry the invitation is absent: the next run sends another", async () => {
    const { stack, sent, world, steps } = setUp(switches);
    await stack.up([eve()]);
    await world.clock.sleep(8 * DAY);
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.refresh()).toEqual([{ op: "delete", name: "eve" }]);
    await stack.up([eve()]);
    expect(sent()).toHaveLength(2);
  });
});

test("a declared state goes with it and finds no difference, before and after", async () => {
  const { stack, accept, steps } = setUp();
  const program = [eve({ state: "enabled" })];
  await stack.up(program);
  expect(await steps(program)).toEqual(["same"]);
  accept();
  await stack.refresh();
  expect(await steps(program)).toEqual(["same"]);
});

test("somebody who is a user already is assigned, not invited", async () => {
  const { stack, sent } = setUp();
  await stack.up([eve({ email: "BOB@example.com" })]);
  expect(sent()).toEqual([]);
  expect(stack.state[0]).toMatchObject({ id: "bob", outputs: { roleId: "auditor" } });
});

test("an invitation with an admin role is warned of", async () => {
  const { stack, log } = setUp();
  await stack.preview([eve({ roleId: "full-access" })]);
  expect(log.text).toContain(
    "warning: Eve@example.com is no user of the account: an invitation with the role full-access would be sent. This is an admin role.",
  );
});

test("which roles are admin roles is the guard's to say", async () => {
  const { stack, log, edit } = setUp();
  await stack.preview([eve({ guard: { adminRoles: ["auditor"] } })]);
  expect(log.text).toContain("an invitation with the role auditor would be sent. This is an admin role.");
  edit.addUser({ email: "eve@example.com", roleID: "read-only" });
  await stack.preview([eve({ guard: { adminRoles: ["auditor"] } })]);
  expect(log.text).toContain("gains an admin role: role read-only → auditor");
});

test("a role that is not known yet is shown as such", async () => {
  const { stack, log } = setUp();
  await stack.preview([eve({ roleId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })]);
  expect(log.text).toContain("an invitation with a role that is not known yet would be sent");
});

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
      inputs: { roleId: "auditor", name: "auditor", serviceRoleURNs: [URN], adopt: "overwrite" },
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

describe("deletion", () => {
  const refusal =
    /Eve@example.com has an invitation with the role auditor that is pending until \S+, and the API has no call to withdraw it\. Run again once it has expired or been accepted, or set deletionPolicy "retain"/;

  test("of a pending one fails and says until when, and is done once it has expired", async () => {
    const { stack, world, pending } = setUp();
    await stack.up([eve()]);
    await expect(stack.destroy()).rejects.toThrow(refusal);
    expect(pending()).toHaveLength(1);
    await world.clock.sleep(8 * DAY);
    await stack.destroy();
    expect(stack.state).toEqual([]);
  });

  test.each([
    ["disable", "read-only disabled"],
    ["remove", undefined],
    ["retain", "auditor enabled"],
  ])("after acceptance, even without a refresh, does what the policy %s says", async (deletionPolicy, left) => {
    const { stack, accept, user } = setUp();
    await stack.up([eve({ deletionPolicy })]);
    accept();
    await stack.destroy();
    expect([stack.state, user()]).toEqual([[], left]);
  });

  test("with retain lets go of a pending one", async () => {
    const { stack, pending } = setUp();
    await stack.up([eve({ deletionPolicy: "retain" })]);
    await stack.destroy();
    expect(pending()).toHaveLength(1);
  });

  test("dropping the declaration of a pending one fails in the same way", async () => {
    const { stack } = setUp();
    await stack.up([eve()]);
    await expect(stack.up([])).rejects.toThrow(refusal);
  });
});

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
    /user bob, bob@example\.com.*declare Eve@example\.com in a UserAssignment of their own/s,
  );
  expect(sent()).toEqual([]);
});
