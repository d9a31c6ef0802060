// Only the real engine shows that a refresh moves a resource from the id of its invitation to the user's own, and what a saved plan holds
// of invitations. test/unit/played/invitations.test.ts has the rest.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { READ, stored, user } from "./scene.js";
import { userSet } from "./set-scene.js";

const invited = (changes: Parameters<typeof user>[2] = {}) =>
  user("eve", "auditor", { ifMissing: "invite", ...changes });

async function start(env: Record<string, string> = {}): Promise<{ cloud: Cloud; stack: Stack }> {
  const cloud = await startCloud({
    seed: {
      roles: ["auditor", "operator"].map((id) => ({ id, serviceRoleURNs: [READ] })),
      users: [{ id: "root", email: "root@example.com", roleID: "full-access" }],
    },
  });
  return { cloud, stack: await createStack({ cloud, env }) };
}

const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);

function accept({ emulator }: Cloud, address = "eve@example.com", id = "eve-id"): void {
  const invitation = [...emulator.store.invitations.values()].find(({ email }) => email === address);
  emulator.edit.acceptInvitation(invitation?.id ?? "", { id, name: "Eve" });
}

describeEngine("an invited person", () => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    ({ cloud, stack } = await start());
    await stack.program([invited()]);
  });

  test("preview says that an invitation would be sent, and sends none; up sends one", async () => {
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ eve: "create" });
    expect(preview.output).toContain(
      "eve@example.com is not a user of the account: an invitation with the role auditor would be sent.",
    );
    expect(writes(cloud)).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes(cloud)).toEqual(["POST /invitations"]);
    expect(await stack.resource("eve")).toMatchObject({ id: "invitation/eve@example.com", outputs: { userId: "" } });
  });

  test("while it is pending, preview and refresh find no change", async () => {
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
    await stack.expectNoChanges();
    expect(writes(cloud)).toEqual(["POST /invitations"]);
  });

  test("another role is refused while it is pending, and the preview explains it", async () => {
    await stack.program([invited({ roleId: "operator" })]);
    const preview = await stack.preview({ fails: true });
    expect(preview.output).toContain("has an invitation with the role auditor that is pending until");
    expect(preview.output).toContain("but the role operator is declared. The API has no call to change or withdraw");
    await stack.program([invited()]);
  });

  test("destroy fails while it is pending, says until when, and keeps it in the state", async () => {
    const destroy = await stack.destroy({ fails: true });
    expect(destroy.output).toContain(
      "the API has no call to withdraw it. Run again once it has expired or been accepted",
    );
    expect(await stack.resourceNames()).toEqual(["eve"]);
    expect(cloud.emulator.store.invitations.size).toBe(1);
  });

  test("after acceptance a refresh takes the user's own id into the state, and no run finds a difference", async () => {
    accept(cloud);
    await stack.expectNoChanges();
    await stack.refresh();
    const { eve } = await stored(stack);
    expect(eve).toMatchObject({ id: "eve-id", outputs: { userId: "eve-id", displayName: "Eve", roleId: "auditor" } });
    await stack.expectNoChanges({ refresh: true });
    expect(writes(cloud)).toEqual(["POST /invitations"]);
  });

  test("after that it is an assignment like any other", async () => {
    await stack.program([invited({ roleId: "operator" })]);
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ eve: "update" });
    await stack.destroy();
    expect(cloud.emulator.store.users.get("eve-id")).toMatchObject({ roleID: "read-only", state: "disabled" });
  });
});

describeEngine("a set that invites the users that the account lacks", () => {
  const team = (users: Parameters<typeof userSet>[0]) => userSet(users, { ifMissing: "invite", allowEmpty: true });
  const ROOT = { "root@example.com": "full-access" };
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    ({ cloud, stack } = await start({ PULUMI_EXPERIMENTAL: "true" }));
  });

  test("names them at preview, as properties that a saved plan holds; up sends what the plan had and no more", async () => {
    await stack.program([team({ ...ROOT, "eve@example.com": "auditor" })], { ids: ref("team", "userIds") });
    const byHand = cloud.emulator.edit.invite({ email: "eve@example.com", roleID: "auditor" });
    const plan = { args: ["--save-plan", "plan.json"] };
    expect((await stack.preview(plan)).output).toContain("1 user invited but not accepted yet: eve@example.com");
    cloud.emulator.edit.cancelInvitation(byHand.id);
    const refused = await stack.up({ skipPreview: true, args: ["--plan", "plan.json"], fails: true });
    expect(refused.output).toMatch(/violates plan: properties changed: .*invitations/);
    expect(writes(cloud)).toEqual([]);

    const preview = await stack.preview({ diff: true, ...plan });
    expect(preview.ops).toEqual({ team: "create" });
    expect(preview.output).toContain("1 user would be sent an invitation: eve@example.com (role auditor)");
    expect(preview.output).toMatch(/invitations *: \[\s*\[0\]: "eve@example\.com \(role auditor\)"/);
    expect(writes(cloud)).toEqual([]);
    await stack.up({ skipPreview: true, args: ["--plan", "plan.json"] });
    expect(writes(cloud)).toEqual(["POST /invitations"]);
    expect(await stack.outputs()).toEqual({ ids: { "root@example.com": "root", "eve@example.com": "" } });
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
  });
});
