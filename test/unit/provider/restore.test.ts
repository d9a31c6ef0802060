import { expect, test } from "@jest/globals";
import { users } from "../../doubles/declarations.js";
import { WAYS } from "../../doubles/forms.js";
import { setUp } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";

const EMAIL = "ann@example.com";
const RESTORE = { removed: "restore" };
const SAID = "user ann@example.com stays disabled. A restore never enables anyone who was disabled since.";

test.each(WAYS)(
  "$way: a restore does not enable someone who was disabled since, and says so",
  async ({ first, last }) => {
    for (const declared of [{}, { state: "enabled" }]) {
      const { stack, user, edit, log } = setUp();
      edit.modifyUser("u-ann", { roleID: "operator" });
      await stack.up(first(EMAIL, { roleId: "auditor", ...declared, ...RESTORE }));
      edit.modifyUser("u-ann", { state: "disabled" });
      await stack.refresh();
      await stack.up(last(RESTORE));
      expect(user("u-ann")).toBe("operator disabled");
      expect(log.text).toContain(SAID);
    }
  },
);

test.each(WAYS)("$way: a disabled admin stays disabled", async ({ first, last }) => {
  const { stack, user, edit, log } = setUp();
  edit.modifyUser("u-ann", { roleID: "full-access" });
  await stack.up(first(EMAIL, { roleId: "full-access", ...RESTORE }));
  edit.modifyUser("u-ann", { state: "disabled" });
  await stack.up(last(RESTORE));
  expect(user("u-ann")).toBe("full-access disabled");
  expect(log.text).toContain(SAID);
});

test.each(WAYS)("$way: someone who is disabled after the plan was made stays so", async ({ first, last }) => {
  const { stack, world, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator" });
  await stack.up(first(EMAIL, { roleId: "auditor", ...RESTORE }));
  const transport = world.transportFor(({ method, url }) => {
    if (method === "GET" && url.endsWith("/users/u-ann")) edit.modifyUser("u-ann", { state: "disabled" });
    return undefined;
  });
  const later = new Stack(() => world.session({}, transport));
  later.state = stack.state;
  await later.up(last(RESTORE));
  expect(user("u-ann")).toBe("operator disabled");
});

test.each(WAYS)("$way: someone who was disabled at create is disabled again", async ({ first, last }) => {
  const { stack, user, edit, log } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator", state: "disabled" });
  await stack.up(first(EMAIL, { roleId: "auditor", state: "enabled", ...RESTORE }));
  await stack.up(last(RESTORE));
  expect(user("u-ann")).toBe("operator disabled");
  expect(log.text).not.toContain("never enables anyone");
});

test("the preview of a set does not call it a loss if someone who is disabled already stays so", async () => {
  const { stack, edit, log, store } = setUp();
  const set = (members: object) => users({ "bob@example.com": "auditor", ...members }, { removed: "restore" });
  await stack.up([set({ [EMAIL]: "auditor" })]);
  edit.modifyUser("u-ann", { state: "disabled" });
  log.lines.length = 0;
  await stack.preview([set({})]);
  expect(log.text).toContain(SAID);
  expect(log.text).not.toContain("would lose access");
  await stack.up([set({})]);
  expect(store.users.get("u-ann")?.state).toBe("disabled");
});
