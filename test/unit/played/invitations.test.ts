import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, createStack, type Stack, startCloud } from "../../doubles/played.js";
import { READ, user } from "../../engine/scene.js";
import { userSet } from "../../engine/set-scene.js";

const invited = (changes: Parameters<typeof user>[2] = {}) =>
  user("eve", "auditor", { ifMissing: "invite", ...changes });

async function start(): Promise<{ cloud: Cloud; stack: Stack }> {
  const cloud = await startCloud({
    seed: {
      roles: ["auditor", "operator"].map((id) => ({ id, serviceRoleURNs: [READ] })),
      users: [{ id: "root", email: "root@example.com", roleID: "full-access" }],
    },
  });
  return { cloud, stack: await createStack({ cloud }) };
}

const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);

function accept({ emulator }: Cloud, address = "eve@example.com", id = "eve-id"): void {
  const invitation = [...emulator.store.invitations.values()].find(({ email }) => email === address);
  emulator.edit.acceptInvitation(invitation?.id ?? "", { id, name: "Eve" });
}

describe("an invitation that nobody accepts", () => {
  test("is absent past its expiry: up with a refresh sends another, destroy then needs none to be withdrawn", async () => {
    const { cloud, stack } = await start();
    await stack.program([invited()]);
    await stack.up({ skipPreview: true });
    const expire = () => {
      for (const id of [...cloud.emulator.store.invitations.keys()]) cloud.emulator.edit.expireInvitation(id);
    };
    expire();
    await stack.up({ refresh: true, skipPreview: true });
    expect(writes(cloud)).toEqual(["POST /invitations", "POST /invitations"]);
    expire();
    await stack.destroy();
    expect(await stack.resourceNames()).toEqual([]);
  });

  test("and a user who accepts between refresh and up is changed all the same, under the id of the invitation", async () => {
    const { cloud, stack } = await start();
    await stack.program([invited()]);
    await stack.up({ skipPreview: true });
    accept(cloud);
    await stack.program([invited({ roleId: "operator" })]);
    await stack.up();
    expect(cloud.emulator.store.users.get("eve-id")).toMatchObject({ roleID: "operator" });
    expect(await stack.resource("eve")).toMatchObject({
      id: "invitation/eve@example.com",
      outputs: { userId: "eve-id" },
    });
    await stack.expectNoChanges();
    await stack.refresh();
    expect(await stack.resource("eve")).toMatchObject({ id: "eve-id" });
    await stack.expectNoChanges();
  });
});

describe("a set that invites whom the account lacks", () => {
  const team = (users: Parameters<typeof userSet>[0]) => userSet(users, { ifMissing: "invite", allowEmpty: true });
  const ROOT = { "root@example.com": "full-access" };
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    ({ cloud, stack } = await start());
  });

  test("sends what its preview said", async () => {
    await stack.program([team({ ...ROOT, "eve@example.com": "auditor" })]);
    const preview = await stack.preview();
    expect(preview.output).toContain("1 user would be sent an invitation: eve@example.com (role auditor)");
    expect(writes(cloud)).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes(cloud)).toEqual(["POST /invitations"]);
  });

  test("warns of an admin role at preview, and invites again past the expiry", async () => {
    for (const id of [...cloud.emulator.store.invitations.keys()]) cloud.emulator.edit.expireInvitation(id);
    await stack.program([team({ ...ROOT, "eve@example.com": "full-access" })]);
    expect((await stack.preview()).warnings("team")).toEqual(["1 user would gain full-access: eve@example.com"]);
    await stack.program([team({ ...ROOT, "eve@example.com": "auditor" })]);
    await stack.up({ skipPreview: true });
    expect(writes(cloud)).toEqual(["POST /invitations", "POST /invitations"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("refuses another role while it is pending, and takes the person over once they have accepted", async () => {
    await stack.program([team({ ...ROOT, "eve@example.com": "operator" })]);
    const errors = (await stack.preview({ fails: true })).errors("team").join();
    expect(errors).toContain("but the role operator is declared. The API has no call to change or withdraw");
    await stack.program([team({ ...ROOT, "eve@example.com": "auditor", "fay@example.com": "operator" })]);
    await stack.up({ skipPreview: true });
    accept(cloud);
    await stack.expectNoChanges();
    await stack.refresh();
    expect((await stack.resource("team")).outputs.userIds).toEqual({
      "root@example.com": "root",
      "eve@example.com": "eve-id",
      "fay@example.com": "",
    });
    await stack.expectNoChanges({ refresh: true });
  });

  test("keeps whom it drops while invited, and takes the access away once they have accepted", async () => {
    await stack.program([team({ ...ROOT, "eve@example.com": "auditor" })]);
    const preview = await stack.preview();
    expect(preview.warnings("team").join()).toContain("1 user dropped from the set can still accept an invitation");
    await stack.up({ skipPreview: true });
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
    accept(cloud, "fay@example.com", "fay-id");
    expect((await stack.preview()).warnings("team")).toEqual(["1 user would lose access: fay@example.com (disable)"]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.store.users.get("fay-id")).toMatchObject({ roleID: "read-only", state: "disabled" });
    expect(cloud.emulator.store.users.get("eve-id")).toMatchObject({ roleID: "auditor", state: "enabled" });
    await stack.expectNoChanges({ refresh: true });
  });
});
