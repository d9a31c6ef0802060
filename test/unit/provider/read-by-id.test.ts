import { expect, test } from "@jest/globals";
import { lifecycle } from "../../../provider/engine/lifecycle.js";
import { role } from "../../../provider/resources/role.js";
import { ACCOUNT, World } from "../../doubles/world.js";

function open() {
  const world = new World({ seed: { roles: [{ id: "auditor", name: "Auditor" }] } });
  const provider = lifecycle(role, () => world.session());
  void provider.configure?.({ config: { get: () => undefined, require: () => "" } });
  return { world, read: (id: string, props = {}) => provider.read?.(id, props) };
}

test("a read by id fails if there is no such object; a refresh takes it out of the state", async () => {
  const { world, read } = open();
  const found = await read("auditor");
  expect(found).toMatchObject({ id: "auditor", props: { name: "Auditor" } });
  await expect(read("none")).rejects.toThrow(`Cannot read role none: account ${ACCOUNT} has no such object.`);
  world.emulator.edit.deleteRole("auditor");
  expect(await open().read("none", { ...found?.props, roleId: "none" })).toEqual({ id: "", props: {} });
});

test("in a suspended account, a read by id reads, and what is in the state stays as it is", async () => {
  const { world, read } = open();
  const found = await read("auditor");
  world.emulator.edit.suspendAccount();
  world.emulator.edit.modifyRole("auditor", { name: "Changed" });
  const provider = lifecycle(role, () => world.session());
  void provider.configure?.({ config: { get: () => undefined, require: () => "" } });
  expect(await provider.read?.("auditor", found?.props)).toEqual({ id: "auditor", props: found?.props });
  expect(await provider.read?.("auditor", {})).toMatchObject({ props: { name: "Changed" } });
});
