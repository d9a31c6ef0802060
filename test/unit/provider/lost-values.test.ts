import { expect, test } from "@jest/globals";
import { lifecycle } from "../../../provider/engine/lifecycle.js";
import type { Properties } from "../../../provider/resources/resource.js";
import { role } from "../../../provider/resources/role.js";
import { userAssignment } from "../../../provider/resources/user-assignment.js";
import { userAssignmentSet } from "../../../provider/resources/user-assignment-set.js";
import { FOREVER, setScene, UNKNOWN } from "../../doubles/scene.js";

const urn = (name: string) => `urn:pulumi:dev::access::pulumi-nodejs:dynamic/cloudone:Any::${name}`;

/** One process of the provider, which the engine goes on using after a failure. */
function running() {
  const scene = setScene({
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "scanner" },
        { id: "ben", email: "ben@example.com", roleID: "scanner" },
      ],
    },
  });
  const session = scene.world.session();
  const open = () => session;
  const singles = lifecycle(userAssignment, open);
  const roles = lifecycle(role, open);
  const sets = lifecycle(userAssignmentSet, open);
  for (const one of [singles, roles, sets]) void one.configure?.({ config: {} as never });
  const check = async (provider: { check?: typeof sets.check }, name: string, news: Properties) =>
    (await provider.check?.({}, { __declaration: urn(name), ...news }))?.failures?.map(({ reason }) => reason);
  return { ...scene, singles, roles, sets, check };
}

const LOST = "it is declared, but has no value: the resource that it comes from failed in this run";

test.each<[string, Properties, string[]]>([
  [
    "a member",
    { users: { "ben@example.com": "scanner" }, __later: [[["users", "ann@example.com"]]] },
    ["users.ann@example.com"],
  ],
  [
    "a part of a member",
    { users: { "ann@example.com": { state: "disabled" } }, __later: [[["users", "ann@example.com", "roleId"]]] },
    ["users.ann@example.com.roleId"],
  ],
  ["all members", { __later: [[["users"]]] }, ["users"]],
  ["a guard", { users: { "ann@example.com": "scanner" }, __later: [[["guard"]]] }, ["guard"]],
  [
    "a part of a guard",
    { users: { "ann@example.com": "scanner" }, guard: {}, __later: [[["guard", "maxRemovals"]]] },
    ["guard.maxRemovals"],
  ],
  ["removed", { users: { "ann@example.com": "scanner" }, __later: [[["removed"]]] }, ["removed"]],
  [
    "an element of a list",
    { users: { "ann@example.com": "scanner" }, exclude: ["x@example.com"], __later: [[["exclude"], 2]] },
    ["exclude"],
  ],
])("%s that is declared but has no value is a failure", async (_, news, properties) => {
  const { sets, check } = running();
  expect(await check(sets, "set", news)).toEqual(properties.map((one) => expect.stringContaining(`${one}: ${LOST}`)));
});

test("a value that has arrived, or that is not known yet at preview, is no failure", async () => {
  const { sets, check } = running();
  const users = { "ann@example.com": UNKNOWN, "ben@example.com": { roleId: "scanner" } };
  const later = [[["users", "ann@example.com"]], [["users", "ben@example.com", "roleId"]], [["guard", "maxRemovals"]]];
  expect(
    await check(sets, "set", { users, guard: UNKNOWN, exclude: ["a", "b"], __later: [...later, [["exclude"], 2]] }),
  ).toEqual([expect.stringContaining("guard: it decides who loses what")]);
});

test("a member whose value is lost still counts as declared: a former declaration is not deleted and stays in the state", async () => {
  const { writes, singles, sets, check } = running();
  const made = await singles.create({ email: "ann@example.com", roleId: "scanner", deletionPolicy: "remove" });
  await check(sets, "set", { users: { "ben@example.com": "scanner" }, __later: [[["users", "ann@example.com"]]] });
  await expect(singles.delete?.(made.id, made.outs ?? {})).rejects.toThrow(
    /another step of this run failed .*UserAssignmentSet/,
  );
  expect(writes()).toEqual([]);
});

test.each([
  ["check", { roleId: "r", name: "", serviceRoleURNs: [] }],
  ["create", { roleId: "r", name: "R 2", serviceRoleURNs: [], adopt: "overwrite" }],
])("a rename whose new name fails in %s keeps its state entry and its role", async (step, news) => {
  const { faults, store, roles, check } = running();
  const made = await roles.create({ roleId: "r", name: "R", serviceRoleURNs: [] });
  if (step === "create") {
    faults.add({ kind: "403-empty", match: { path: "/roles/r" }, times: FOREVER });
    await expect(roles.create(news)).rejects.toThrow("403");
    faults.clear();
  } else await check(roles, "new", news);
  await expect(roles.delete?.(made.id, made.outs ?? {})).rejects.toThrow(/another step of this run failed/);
  expect(store.roles.has("r")).toBe(true);
});

test("__proto__ cannot be a member's key", async () => {
  const { sets, check } = running();
  const users = JSON.parse('{"ann@example.com": "scanner", "__proto__": "scanner"}');
  expect(await check(sets, "set", { users })).toEqual([
    expect.stringContaining("users.__proto__: no key can have this name"),
  ]);
});
