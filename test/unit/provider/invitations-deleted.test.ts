import { describe, expect, test } from "@jest/globals";
import { WAYS } from "../../doubles/forms.js";
import { DAY } from "../../doubles/scene.js";
import { isSettled } from "../../doubles/settled.js";
import { EVE, setUp } from "./invitations-scene.js";

const PENDING =
  /Eve@example.com has an invitation with the role auditor that is pending until \S+, and the API has no call to withdraw it\. Run again once it has expired or been accepted, or set /;
/** What a deletion says of an invitation that is pending; a set that drops someone waits instead. */
const REFUSALS: Record<string, { says?: RegExp; letGo: string }> = {
  alone: { says: PENDING, letGo: 'set deletionPolicy "retain"' },
  "in a set that is deleted": {
    says: new RegExp(`: user Eve@example\\.com: ${PENDING.source}`),
    letGo: 'set removed: "retain"',
  },
};

describe.each(WAYS)("someone who was invited $way", ({ way, first, last }) => {
  const eve = (removed?: string) => first(EVE, { roleId: "auditor", ifMissing: "invite", removed });
  const gone = (removed?: string) => last({ ifMissing: "invite", removed });

  test.each([
    ["disable", "read-only disabled"],
    ["remove", undefined],
    // They had no access when the invitation was sent.
    ["restore", "read-only disabled"],
    ["retain", "auditor enabled"],
  ])("and has accepted is treated as the policy says, even without a refresh: %s", async (removed, left) => {
    const { stack, accept, user } = setUp();
    await stack.up(eve(removed));
    accept();
    await stack.up(gone(removed));
    expect(user("u-eve")).toBe(left);
    await isSettled(stack, gone(removed));
  });

  test("is let go of by retain while the invitation is pending", async () => {
    const { stack, pending } = setUp();
    await stack.up(eve("retain"));
    await stack.up(gone("retain"));
    expect(pending()).toEqual(["Eve@example.com auditor"]);
    await isSettled(stack, gone("retain"));
  });

  const { says, letGo = "" } = REFUSALS[way] ?? {};
  if (says === undefined) return;

  test.each(["up", "destroy"] as const)(
    "is not deleted by %s while the invitation is pending: it says until when, and works once that has expired",
    async (run) => {
      const { stack, world, pending } = setUp();
      await stack.up(eve());
      const remove = () => (run === "up" ? stack.up(gone()) : stack.destroy());
      await expect(remove()).rejects.toThrow(says);
      await expect(remove()).rejects.toThrow(letGo);
      expect(pending()).toHaveLength(1);
      expect(stack.state).toHaveLength(1);
      await world.clock.sleep(8 * DAY);
      await remove();
      expect(stack.state).toEqual([]);
    },
  );
});
