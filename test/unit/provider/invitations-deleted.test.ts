import { describe, expect, test } from "@jest/globals";
import { DAY, eve, setUp } from "./invitations-scene.js";

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
