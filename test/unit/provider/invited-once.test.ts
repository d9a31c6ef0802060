import { expect, test } from "@jest/globals";
import type { FaultKind, Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";

const zoe: Declaration = {
  class: "UserAssignment",
  name: "zoe",
  inputs: { email: "zoe@example.com", roleId: "read-only", ifMissing: "invite" },
};
const positions: Partial<Switches>[] = [{}, { listLag: { milliseconds: 3000 } }, { listLag: { requests: 5 } }];
const kinds: FaultKind[] = ["reset-after", "timeout-after", "500-after", "502-html-after", "truncated-json"];

test.each(positions.flatMap((switches) => kinds.map((kind) => ({ ...switches, kind }))))(
  "whose invitation was sent gets no second one, however late the list shows it (%j)",
  async ({ kind, ...switches }) => {
    const world = new World({ switches: { ...switches, duplicateInvitation: "allowed" } });
    const stack = new Stack(() => world.session());
    world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind, times: 1 });
    await stack.up([zoe]);
    expect(world.emulator.store.invitations.size).toBe(1);
    await world.clock.sleep(60_000);
    expect((await stack.up([zoe])).map(({ op }) => op)).toEqual(["same"]);
    expect(world.emulator.store.invitations.size).toBe(1);
  },
);

test("an invitation that was not sent is sent, after a long look", async () => {
  const world = new World();
  const stack = new Stack(() => world.session());
  world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind: "reset-before", times: 1 });
  await stack.up([zoe]);
  expect(world.emulator.store.invitations.size).toBe(1);
});
