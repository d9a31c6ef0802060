import { describe, expect, test } from "@jest/globals";
import type { Config } from "../../../provider/config/config.js";
import type { Guard } from "../../../provider/plan/guard/guard.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { allowIn, refusal, setUp } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

const GUARD: Guard = { protectedUsers: ["Ann@example.com"] };
const NEW = { email: "ann.smith@example.com" };
const SOURCES: [string, Partial<Config>, Guard | undefined][] = [
  ["its own guard", {}, GUARD],
  ["the stack's guard", { guard: GUARD }, undefined],
  ["the environment's guard", { guardBounds: GUARD }, undefined],
];

/** Ann and Bob hold the role auditor. */
describe.each(ROLE_FORMS)("a role that is declared $form", ({ declare, dropped }) => {
  const wide = (guard?: Guard) => [declare("auditor", [READ, AUDIT], { guard })];
  const narrow = (guard?: Guard) => [declare("auditor", [READ], { guard })];

  test.each(SOURCES)(
    "is not narrowed after someone protected by %s has changed their email",
    async (_, config, guard) => {
      const { stack, writes, urns, edit } = setUp({}, config);
      await stack.up(wide(guard));
      edit.modifyUser("u-ann", NEW);
      const refused = await refusal(stack.up(narrow(guard)));
      expect(refused).toContain(
        "guard.protectedUsers: no user of the account has the email Ann@example.com. That person may have another one by now and hold role auditor",
      );
      expect(refused).toContain("Name them by their user id");
      await expect(stack.up(narrow(guard), { refresh: true })).rejects.toThrow("Ann@example.com");
      expect(writes()).toEqual([]);
      expect(urns("auditor")).toEqual([READ, AUDIT]);
    },
  );

  test("is narrowed once the guard names the protected person by id and they have left the role", async () => {
    const { stack, urns, edit } = setUp();
    await stack.up(wide(GUARD));
    edit.modifyUser("u-ann", NEW);
    const byId = narrow({ protectedUsers: ["u-ann"] });
    await expect(stack.up(byId)).rejects.toThrow("guard.protectedUsers: role auditor");
    edit.modifyUser("u-ann", { roleID: "operator" });
    await stack.up(byId);
    expect(urns("auditor")).toEqual([READ]);
  });

  test("is narrowed with the digest that the refusal prints", async () => {
    const { stack, urns, edit } = setUp();
    await stack.up(wide(GUARD));
    edit.removeUser("u-ann");
    const allow = allowIn(await refusal(stack.up(narrow(GUARD))));
    await stack.up(narrow({ ...GUARD, allow }));
    expect(urns("auditor")).toEqual([READ]);
  });

  test("is narrowed if no one holds it, though a protected person has left the account", async () => {
    const { stack, urns, edit } = setUp();
    edit.removeUser("u-ann");
    edit.modifyUser("u-bob", { roleID: "operator" });
    await stack.up(wide(GUARD));
    await stack.up(narrow(GUARD));
    expect(urns("auditor")).toEqual([READ]);
  });

  test("is narrowed if only ids and patterns match no one, since an id does not change", async () => {
    const { stack, urns } = setUp();
    const guard = { protectedUsers: ["u-gone", "*@security.example.com", "BOSS@example.com"] };
    await stack.up(wide(guard));
    await stack.up(narrow(guard));
    expect(urns("auditor")).toEqual([READ]);
  });

  test("is not deleted either if a protected person holds it under another email", async () => {
    const { stack, writes, urns, edit } = setUp();
    edit.modifyUser("u-bob", { roleID: "operator" });
    await stack.up(wide(GUARD));
    edit.modifyUser("u-ann", NEW);
    await stack.up(dropped({ guard: GUARD })).catch(String);
    expect(writes()).toEqual([]);
    expect(urns("auditor")).toEqual([READ, AUDIT]);
  });

  test("is refused without a request more than any other refusal", async () => {
    const counts = [];
    for (const email of ["Ann@example.com", "ann@example.com"]) {
      const { stack, world, edit, clear } = setUp();
      await stack.up(wide({ protectedUsers: [email] }));
      if (email === "Ann@example.com") edit.modifyUser("u-ann", NEW);
      clear();
      await refusal(stack.up(narrow({ protectedUsers: [email] })));
      counts.push(world.emulator.requests.length);
    }
    expect(counts[0]).toBe(counts[1]);
  });
});
