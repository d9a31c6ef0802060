import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { setUp, single, users } from "./set-scene.js";

const EMAIL = "ann@example.com";
const SAID = "user ann@example.com stays disabled. A restore never enables anyone who was disabled since.";

/** The one rule for a user who is declared alone and for one in a set, be that dropped from it or deleted with it. */
const WAYS: { way: string; first: (entry: object) => Declaration[]; last: Declaration[] }[] = [
  {
    way: "a single assignment",
    first: (entry) => [single({ email: EMAIL, deletionPolicy: "restore", ...entry })],
    last: [],
  },
  {
    way: "a member who is dropped",
    first: (entry) => [users({ [EMAIL]: entry }, { removed: "restore" })],
    last: [users({}, { removed: "restore", allowEmpty: true })],
  },
  {
    way: "a set that is deleted",
    first: (entry) => [users({ [EMAIL]: entry }, { removed: "restore", deletionPolicy: "apply" })],
    last: [],
  },
];

test.each(WAYS)(
  "$way: the restore of someone who was disabled since lets nobody in, and says so",
  async ({ first, last }) => {
    for (const declared of [{}, { state: "enabled" }]) {
      const { stack, world, user, edit } = setUp();
      edit.modifyUser("u-ann", { roleID: "operator" });
      await stack.up(first({ roleId: "auditor", ...declared }));
      edit.modifyUser("u-ann", { state: "disabled" });
      await stack.refresh();
      await stack.up(last);
      expect(user("u-ann")).toBe("operator disabled");
      expect(world.log.text).toContain(SAID);
    }
  },
);

test.each(WAYS)("$way: a disabled admin stays disabled", async ({ first, last }) => {
  const { stack, world, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "full-access" });
  await stack.up(first({ roleId: "full-access" }));
  edit.modifyUser("u-ann", { state: "disabled" });
  await stack.up(last);
  expect(user("u-ann")).toBe("full-access disabled");
  expect(world.log.text).toContain(SAID);
});

test.each(WAYS)("$way: someone who is disabled after the plan was made stays so", async ({ first, last }) => {
  const { stack, world, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator" });
  await stack.up(first({ roleId: "auditor" }));
  const transport = world.transportFor(({ method, url }) => {
    if (method === "GET" && url.endsWith("/users/u-ann")) edit.modifyUser("u-ann", { state: "disabled" });
    return undefined;
  });
  const later = new Stack(() => world.session({}, transport));
  later.state = stack.state;
  await later.up(last);
  expect(user("u-ann")).toBe("operator disabled");
});

test.each(WAYS)("$way: someone who was found disabled gets that back", async ({ first, last }) => {
  const { stack, world, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator", state: "disabled" });
  await stack.up(first({ roleId: "auditor", state: "enabled" }));
  await stack.up(last);
  expect(user("u-ann")).toBe("operator disabled");
  expect(world.log.text).not.toContain("never enables anyone");
});

test("the preview of a set calls it no loss where somebody who is disabled already stays so", async () => {
  const { stack, world, edit } = setUp();
  const set = (members: object) => users({ "bob@example.com": "auditor", ...members }, { removed: "restore" });
  await stack.up([set({ [EMAIL]: "auditor" })]);
  edit.modifyUser("u-ann", { state: "disabled" });
  world.log.lines.length = 0;
  await stack.preview([set({})]);
  expect(world.log.text).toContain(SAID);
  expect(world.log.text).not.toContain("would lose access");
  await stack.up([set({})]);
  expect(world.emulator.store.users.get("u-ann")?.state).toBe("disabled");
});
