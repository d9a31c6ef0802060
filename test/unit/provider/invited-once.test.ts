import { describe, expect, test } from "@jest/globals";
import type { FaultKind, Switches } from "../../../emulator/index.js";
import { ops } from "../../doubles/scene.js";
import { FORMS, setUp } from "./invitations-scene.js";

const LISTS: Partial<Switches>[] = [{}, { listLag: { milliseconds: 3000 } }, { listLag: { requests: 5 } }];
const LOST: FaultKind[] = ["reset-after", "timeout-after", "500-after", "502-html-after", "truncated-json"];

describe.each(FORMS)("the address of someone who is declared $form", ({ eve }) => {
  test.each(LISTS.flatMap((switches) => LOST.map((kind) => ({ switches, kind }))))(
    "gets no second invitation after a lost response, however late the list shows the first: %j",
    async ({ kind, switches }) => {
      const { stack, world, faults, pending, sent } = setUp({ ...switches, duplicateInvitation: "allowed" });
      faults.add({ match: { method: "POST", path: "/invitations" }, kind });
      await stack.up([eve()]);
      expect([pending(), sent().length]).toEqual([["Eve@example.com auditor"], 1]);
      await world.clock.sleep(60_000);
      expect(ops(await stack.up([eve()]))).toEqual(["same"]);
      expect(sent()).toHaveLength(1);
    },
  );

  test("gets one after a request that did not arrive", async () => {
    const { stack, faults, pending } = setUp();
    faults.add({ match: { method: "POST", path: "/invitations" }, kind: "reset-before" });
    await stack.up([eve()]);
    expect(pending()).toEqual(["Eve@example.com auditor"]);
  });
});
