import { expect, test } from "@jest/globals";
import { judge } from "../../../provider/plan/guard/judge.js";
import { entry, roles } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { refusal, setUp } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";

test.each(USER_FORMS.flatMap((one) => ["ann@example.com", "new@example.com"].map((email) => ({ ...one, email }))))(
  "a plain role id, whose role the program declares, fails with what to write in its place: $email, $form",
  async ({ declare, email }) => {
    const { world, faults, store } = setUp();
    const program = [roles({ fresh: entry(READ) }), declare(email, { roleId: "fresh", ifMissing: "invite" })];
    // The engine sends both at once, since nothing says that the role comes first; here its creation is slow.
    faults.add({ match: { method: "POST", path: "/roles" }, kind: "503", times: 3 });
    const stack = new Stack(() => world.session(), { parallel: 2 });
    expect(await refusal(stack.up(program))).toContain(
      'instead of the plain "fresh", write the output of the resource that declares it, `role.roleId` of a Role',
    );
    await stack.up(program);
    expect(store.roles.has("fresh")).toBe(true);
  },
);

test("a refusal by the default fraction says that a maxRemovals does not lift it", () => {
  const removals = Array.from({ length: 8 }, (_, n) => ({
    kind: "user" as const,
    id: `u${n}`,
    name: `u${n}`,
    action: "disable",
  }));
  const judged = { removals, scope: 9, key: { roleId: undefined, apiKeyId: "key" } };
  expect(judge({ maxRemovals: 20 }, judged)).toContain(
    "at most 0.25, the default beyond 5 removals. maxRemovals: 20 does not lift that: set maxRemovalFraction too, up to 1",
  );
  expect(judge({}, judged)).not.toContain("lift that");
  expect(judge({ maxRemovals: 20, maxRemovalFraction: 1 }, judged)).toBeUndefined();
});
