import { describe, expect, test } from "@jest/globals";
import { deleteRole } from "../../../provider/apply/roles/roles.js";
import { invite } from "../../../provider/apply/users/invitations.js";
import { lifecycle } from "../../../provider/engine/lifecycle.js";
import { role } from "../../../provider/resources/role.js";
import { entry, roles, single } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

describe.each([400, 409] as const)(
  "a role that someone else creates between check and create (%s)",
  (duplicateRole) => {
    const declared = { roleId: "auditor", name: "Auditor", serviceRoleURNs: [READ] };

    async function createAfter(byHand: { name: string }, more: Record<string, unknown> = {}) {
      const world = new World({ switches: { duplicateRole } });
      const provider = lifecycle(role, () => session);
      const session = world.session();
      void provider.configure?.({ config: { get: () => undefined, require: () => "" } });
      const checked = await provider.check?.({}, { ...declared, ...more });
      expect(checked?.failures).toEqual([]);
      world.emulator.edit.createRole({ id: "auditor", serviceRoleURNs: [READ], ...byHand });
      return { world, created: provider.create({ ...declared, ...more }) };
    }

    test("is taken over if it is as declared", async () => {
      const { world, created } = await createAfter({ name: "Auditor" });
      expect(await created).toMatchObject({ id: "auditor", outs: { name: "Auditor" } });
      expect(world.emulator.writes().map(({ status }) => status)).toEqual([duplicateRole]);
    });

    test("is a conflict if it is not, unless it may be overwritten", async () => {
      const { created } = await createAfter({ name: "Other" });
      await expect(created).rejects.toThrow('name: "Other" → "Auditor"');
      const overwriting = await createAfter({ name: "Other" }, { adopt: "overwrite" });
      expect(await overwriting.created).toMatchObject({ outs: { name: "Auditor" } });
      expect(overwriting.world.emulator.store.roles.get("auditor")?.name).toBe("Auditor");
    });
  },
);

test("a dropped role that is free but cannot be deleted is a warning, and goes with the next run", async () => {
  const { stack, faults, log, store, user } = setScene({
    seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }] },
  });
  const program = (roleId: string, ...ids: string[]) => [
    roles(Object.fromEntries(ids.map((id) => [id, entry(READ)]))),
    single({ email: "ann@example.com", roleId }),
  ];
  await stack.up(program("auditor", "auditor", "operator"));
  faults.add({ match: { method: "DELETE" }, kind: "403-empty" });
  await stack.up(program("operator", "operator"));
  expect(log.text).toContain(
    "warning: role auditor was dropped from its set and no one holds it anymore, but it could not be deleted: DELETE /roles/auditor: 403",
  );
  expect(user("ann")).toBe("operator enabled");
  expect(store.roles.has("auditor")).toBe(true);
  await stack.up(program("operator", "operator"));
  expect(store.roles.has("auditor")).toBe(false);
});

test("a role that someone is being invited to is not deleted meanwhile: the invitation holds it", async () => {
  const world = new World({ seed: { roles: [{ id: "auditor", serviceRoleURNs: [READ] }] } });
  const isOnItsWay = Promise.withResolvers<void>();
  const session = world.session({}, async (request) => {
    if (request.method === "POST" && request.url.endsWith("/invitations")) {
      isOnItsWay.resolve();
      for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    return world.transport(request);
  });
  const invited = invite(session, "eve@example.com", "auditor");
  await isOnItsWay.promise;
  await expect(deleteRole(session, "auditor", "")).rejects.toThrow("it is still held by invitation of eve@example.com");
  expect(await invited).toMatchObject({ roleID: "auditor" });
  expect([world.emulator.store.roles.has("auditor"), world.emulator.store.invitations.size]).toEqual([true, 1]);
});
