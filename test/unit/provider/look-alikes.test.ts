import { expect, test } from "@jest/globals";
import { users } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { refusal, setScene } from "../../doubles/scene.js";

const KELVIN = "\u212aevin@example.com";

function setUp(people: { id: string; email: string; roleID?: string }[]) {
  const scene = setScene({
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        ...people.map(({ id }) => ({ id, email: `${id}@x.com`, roleID: "read-only" })),
      ],
    },
  });
  // The seed takes no such addresses.
  for (const { id, ...person } of people) scene.edit.modifyUser(id, person);
  return scene;
}

test.each(USER_FORMS)(
  "someone whose address only looks like the one declared $form gets nothing",
  async ({ declare }) => {
    const { stack, log, edit, user, writes } = setUp([{ id: "evil", email: KELVIN }]);
    const kevin = declare("kevin@example.com", { roleId: "full-access" });
    expect(await refusal(stack.preview([kevin]))).toContain("no user of this account has the email kevin@example.com");
    expect(log.text).toContain(`warning: user evil has ${KELVIN}, which looks like kevin@example.com`);
    await expect(stack.up([kevin])).rejects.toThrow("no user of this account");
    edit.addUser({ id: "kevin", email: "Kevin@example.com", roleID: "read-only" });
    await stack.up([kevin]);
    expect([user("kevin"), user("evil")]).toEqual(["full-access enabled", "read-only enabled"]);
    expect(writes()).toEqual(["POST /users/kevin"]);
  },
);

test("a set neither excludes nor protects someone whose address only looks like a pattern", async () => {
  const { stack, log, user } = setUp([
    { id: "evil", email: KELVIN },
    { id: "glass", email: "brea\u212a-glass@x.com", roleID: "full-access" },
  ]);
  const guard = { protectedUsers: ["kevin@*"], maxRemovalFraction: 1 };
  const set = { unmanaged: "disable", exclude: ["break-glass@x.com"], guard };
  await stack.up([users({ "root@example.com": "full-access" }, set)]);
  expect(["evil", "glass"].map(user)).toEqual(["read-only disabled", "full-access disabled"]);
  expect(log.text).toContain("warning: user glass has brea\u212a-glass@x.com, which looks like break-glass@x.com");
  expect(log.text).toContain(`warning: user evil has ${KELVIN}, which looks like kevin@* and is another address`);
});
