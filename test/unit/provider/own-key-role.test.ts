import { describe, expect, test } from "@jest/globals";
import { single } from "../../doubles/declarations.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { allowIn, refusal, setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { IDENTITY, READ } from "../../doubles/urns.js";

const OWN = "emulator-demo-key";

/** The key in use has the role pipeline; `deny` names what it may not ask for. */
function setUp(deny: string[] = []) {
  return setScene({
    seed: {
      roles: [{ id: "pipeline", name: "A role", serviceRoleURNs: [IDENTITY] }],
      users: [{ id: "u-root", email: "root@example.com", roleID: "full-access" }],
      apiKeys: [{ id: OWN, secret: "emulator-demo-secret", roleID: "pipeline", deny }],
    },
  });
}

describe.each(ROLE_FORMS)("the role of the key in use, declared $form", ({ declare, dropped }) => {
  const overwrite = (urns: string[], guard?: object) => declare("pipeline", urns, { adopt: "overwrite", guard });

  test.each(["", "the list of keys lacks that key", "the key may not describe itself"])(
    "is widened, never narrowed or deleted (%s)",
    async (trouble) => {
      const { world, urns, writes } = setUp();
      if (trouble.startsWith("the key")) world.emulator.switches.apiKeyDescribe = "forbidden";
      const stack = new Stack(() => {
        const session = world.session();
        if (trouble.startsWith("the list")) session.inventory.apiKeys.all = async () => [];
        return session;
      });
      await stack.up([overwrite([IDENTITY, READ])]);
      const reason = "role pipeline is the role of the API key in use";
      await expect(stack.up([overwrite([READ])])).rejects.toThrow(reason);
      await expect(stack.up([overwrite([READ])])).rejects.toThrow("may add to it but not narrow or delete it");
      await expect(stack.up(dropped())).rejects.toThrow(reason);
      expect(urns("pipeline")).toEqual([IDENTITY, READ]);
      expect(writes()).toEqual(["POST /roles/pipeline"]);
    },
  );

  test("might be any role if the key may not read API keys: then it is narrowed or deleted only if that is allowed", async () => {
    const { stack, urns, writes } = setUp(["* /apikeys", "* /apikeys/*"]);
    await stack.up([overwrite([IDENTITY])]);
    const refused = await refusal(stack.up([overwrite([])]));
    expect(refused).toContain(`API key ${OWN}, which is in use, may not read itself, so its role is unknown`);
    await expect(stack.up(dropped())).rejects.toThrow(/may not read itself, so its role is unknown|403/);
    expect(writes()).toEqual([]);
    await stack.up([overwrite([], { allow: allowIn(refused) })]);
    expect(urns("pipeline")).toEqual([]);
  });
});

test("the role of a key does not matter for users", async () => {
  const { stack, edit, user } = setUp(["* /apikeys", "* /apikeys/*"]);
  edit.addUser({ id: "u-ann", email: "ann@example.com", roleID: "full-access" });
  await stack.up([single({ userId: "u-ann", roleId: "pipeline" })]);
  expect(user("u-ann")).toBe("pipeline enabled");
});
