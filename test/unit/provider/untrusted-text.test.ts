import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

/** A workflow command of a pipeline, a terminal's, and one that turns the text around. */
const NASTY = "Ann\n::stop-commands::now\r\u001b[2J\u009b2J\u202e\u00ad\u3164\u{e0041}";
const SHOWN = String.raw`Ann\n::stop-commands::now\r\u001b[2J\u009b2J\u202e\u00ad\u3164\u{e0041}`;

test("names that others choose begin no line of the log, and move no cursor", async () => {
  const world = new World({
    seed: {
      roles: [{ id: "auditor", name: `${NASTY}!`, description: NASTY, serviceRoleURNs: [READ] }],
      users: [{ id: "ann", email: "ann@example.com", name: NASTY, roleID: "read-only", state: "disabled" }],
      apiKeys: [{ id: "bot", secret: "a-secret-of-a-bot", alias: NASTY, roleID: "auditor" }],
    },
  });
  const apiKey = "reader:secret-of-the-reader";
  world.emulator.edit.createApiKey({ id: "reader", secret: "secret-of-the-reader", roleID: "full-access" });
  const stack = new Stack(() => world.session({ apiKey }));
  const ann: Declaration = {
    class: "UserAssignment",
    name: "ann",
    inputs: { email: "ann@example.com", roleId: "auditor" },
  };
  const auditor = (name: string): Declaration => ({
    class: "Role",
    name: "auditor",
    inputs: { roleId: "auditor", name, serviceRoleURNs: [READ] },
  });
  await stack.up([ann]);
  const conflict = await stack.up([ann, auditor("Auditor")]).catch((error: Error) => error.message);
  await stack.up([ann, auditor(`${NASTY}!`)]);
  const held = await stack.up([ann]).catch((error: Error) => error.message);
  expect(world.log.text).toContain(`user ann@example.com (${SHOWN}) stays disabled`);
  expect(held).toContain(`API key bot (${SHOWN})`);
  expect(conflict).toContain("role auditor already exists and is not as declared");
  for (const text of [...world.log.lines, String(held), String(conflict)]) {
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/[\u3164\p{Default_Ignorable_Code_Point}]|[^\P{C}\n]/u);
  }
});

test("an address that the API gives with a line break in it begins no line of the log", async () => {
  const world = new World({ seed: { users: [{ id: "eve", email: "eve@example.com", roleID: "read-only" }] } });
  const eve = world.emulator.store.users.get("eve");
  if (eve === undefined) throw new Error("The seed has her.");
  eve.email = "eve@example.com\n::stop-commands::now";
  const stack = new Stack(() => world.session({}));
  const nobody = { users: { "root@example.com": "full-access" }, unmanaged: "report" };
  world.emulator.edit.addUser({ id: "root", email: "root@example.com", roleID: "full-access" });
  await stack.up([{ class: "UserAssignmentSet", name: "team", inputs: nobody }]);
  expect(world.log.text).toContain(String.raw`eve@example.com\u000a::stop-commands::now`);
  for (const text of world.log.lines) expect(text).not.toMatch(/^\s*::/m);
});
