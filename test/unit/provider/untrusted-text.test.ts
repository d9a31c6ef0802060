import { expect, test } from "@jest/globals";
import { role, single, users } from "../../doubles/declarations.js";
import { refusal, setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";

/** A pipeline's workflow command, a terminal's escape codes, and characters that reverse or hide text. */
const NASTY = "Ann\n::stop-commands::now\r\u001b[2J\u009b2J\u202e\u00ad\u3164\u{e0041}";
const SHOWN = String.raw`Ann\n::stop-commands::now\r\u001b[2J\u009b2J\u202e\u00ad\u3164\u{e0041}`;

test("a name that someone else chose cannot begin a line of the log or move the cursor", async () => {
  const { world, edit, log } = setScene({
    seed: {
      roles: [{ id: "auditor", name: `${NASTY}!`, description: NASTY, serviceRoleURNs: [READ] }],
      users: [{ id: "ann", email: "ann@example.com", name: NASTY, roleID: "read-only", state: "disabled" }],
      apiKeys: [{ id: "bot", secret: "a-secret-of-a-bot", alias: NASTY, roleID: "auditor" }],
    },
  });
  const apiKey = "reader:secret-of-the-reader";
  edit.createApiKey({ id: "reader", secret: "secret-of-the-reader", roleID: "full-access" });
  const stack = new Stack(() => world.session({ apiKey }));
  const ann = single({ email: "ann@example.com", roleId: "auditor" });
  const auditor = (name: string) => role("auditor", [READ], { name });
  await stack.up([ann]);
  const conflict = await refusal(stack.up([ann, auditor("Auditor")]));
  await stack.up([ann, auditor(`${NASTY}!`)]);
  const held = await refusal(stack.up([ann]));
  expect(log.text).toContain(`user ann@example.com (${SHOWN}) stays disabled`);
  expect(held).toContain(`API key bot (${SHOWN})`);
  expect(conflict).toContain("role auditor already exists and is not as declared");
  for (const text of [...log.lines, held, conflict]) {
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/[\u3164\p{Default_Ignorable_Code_Point}]|[^\P{C}\n]/u);
  }
});

test("an address with a line break cannot begin a line of the log", async () => {
  const { stack, log, edit, store } = setScene({
    seed: { users: [{ id: "eve", email: "eve@example.com", roleID: "read-only" }] },
  });
  const eve = store.users.get("eve");
  if (eve === undefined) throw new Error("The seed has eve.");
  eve.email = "eve@example.com\n::stop-commands::now";
  edit.addUser({ id: "root", email: "root@example.com", roleID: "full-access" });
  await stack.up([users({ "root@example.com": "full-access" }, { unmanaged: "report" })]);
  expect(log.text).toContain(String.raw`eve@example.com\u000a::stop-commands::now`);
  for (const text of log.lines) expect(text).not.toMatch(/^\s*::/m);
});
