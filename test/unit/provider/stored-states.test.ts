import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { role, roles, settings, single, users } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import type { Entry } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";

const STATES = join(import.meta.dirname, "states");

/** Every kind of resource, with and without what it may leave out. */
const PROGRAM = [
  role("auditor", [READ, AUDIT], { name: "Auditor", description: "Reads" }),
  role("plain", [], { name: "Plain", adopt: "never", deletionPolicy: "retain", guard: { maxRemovals: 3 } }),
  single({ email: "Ann@example.com", roleId: "read-only", state: "enabled" }, "ann"),
  single({ userId: "bob", roleId: "scanner", deletionPolicy: "restore" }, "bob"),
  single({ email: "cas@example.com", roleId: "read-only" }, "cas"),
  single({ email: "zoe@example.com", roleId: "read-only", ifMissing: "invite" }, "zoe"),
  settings({ timezone: "Asia/Tokyo", mfaRequired: true }),
  roles(
    {
      one: { name: "One", description: "First", serviceRoleURNs: [READ] },
      two: { name: "Two", serviceRoleURNs: [] },
    },
    { deletionPolicy: "apply" },
  ),
  users(
    { "dan@example.com": "scanner", "eve@example.com": { roleId: "read-only", state: "enabled" } },
    { removed: "restore", deletionPolicy: "apply" },
  ),
];

function account() {
  return setScene({
    seed: {
      account: { alias: "Acme", timezone: "UTC" },
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "scanner", state: "disabled" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
        { id: "cas", email: "cas@example.com", roleID: "read-only", state: "disabled" },
        { id: "dan", email: "dan@example.com", roleID: "full-access" },
        { id: "eve", email: "eve@example.com", roleID: "read-only" },
      ],
    },
  });
}

/** What a state holds of each resource, without random values. */
function kept(state: readonly Entry[]): unknown {
  const entries = state.map(({ class: of, name, id, inputs, outputs }) => ({ class: of, name, id, inputs, outputs }));
  const text = JSON.stringify(entries).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>");
  return JSON.parse(text.replace(/\b((?:roles|users)\/\d{12})\/[0-9a-f]{8}\b/g, "$1/<hex>"));
}

function written(version: string): Entry[] {
  return JSON.parse(readFileSync(join(STATES, version), "utf8")) as Entry[];
}

/** An account as the program left it, with a state that an earlier version wrote. */
async function withState(version: string) {
  const scene = account();
  await scene.stack.up(PROGRAM);
  scene.stack.state = written(version);
  scene.clear();
  return scene;
}

const VERSIONS = globSync("*.json", { cwd: STATES }).sort();

test("today's states have the format of the last version", async () => {
  const { stack } = account();
  await stack.up(PROGRAM);
  expect(kept(stack.state)).toEqual(kept(written(VERSIONS.at(-1) ?? "")));
});

test.each(VERSIONS)("a state in the format of %s shows no difference in preview, up and refresh", async (version) => {
  const { stack, writes } = await withState(version);
  for (const steps of [await stack.preview(PROGRAM), await stack.refresh(), await stack.up(PROGRAM)]) {
    expect(steps.filter(({ op }) => op !== "same")).toEqual([]);
  }
  expect(writes()).toEqual([]);
});

test.each(VERSIONS)("a state in the format of %s is enough for destroy", async (version) => {
  const { stack, store, edit } = await withState(version);
  edit.acceptInvitation([...store.invitations.keys()].join(), { id: "zoe" });
  await stack.destroy();
  expect(stack.state).toEqual([]);
  expect([...store.roles.keys()]).toEqual(["full-access", "read-only", "scanner", "plain"]);
  expect(
    Object.fromEntries([...store.users.values()].map(({ id, roleID, state }) => [id, `${roleID} ${state}`])),
  ).toEqual({
    root: "full-access enabled",
    ann: "scanner disabled",
    bob: "read-only enabled",
    cas: "read-only disabled",
    dan: "scanner enabled",
    eve: "read-only enabled",
    zoe: "read-only disabled",
  });
  expect(store.account).toMatchObject({ alias: "Acme", timezone: "UTC", mfaRequired: true });
});
