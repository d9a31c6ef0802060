import { expect, test } from "@jest/globals";
import { lifecycle } from "../../../provider/engine/lifecycle.js";
import type { Properties } from "../../../provider/resources/resource.js";
import { setUp } from "../../doubles/scene.js";
import { KINDS, type Kinds } from "../../simulation/kinds.js";

const kinds: Kinds = KINDS;

/** What the engine calls if the user asks for deleteBeforeReplace; `later` is declared further down. */
async function replaceFirst(
  before: Properties,
  after: Properties,
  later: Properties,
  kind: keyof typeof KINDS,
  beside: object,
) {
  const scene = setUp();
  const start = () => {
    const session = scene.world.session();
    const provider = lifecycle(kinds[kind], () => session);
    void provider.configure?.({ config: { get: () => undefined, require: () => "" } });
    const check = async (olds: Properties, inputs: Properties, name: string, more: Properties = {}) => {
      const urn = `urn:pulumi:dev::simulation::pulumi-nodejs:dynamic/cloudone:${kind}::${name}`;
      const checked = await provider.check?.(olds, { ...inputs, __declaration: urn, ...more });
      expect(checked?.failures).toEqual([]);
      expect(Object.keys(checked?.inputs ?? {}).filter((key) => key.startsWith("__"))).toEqual([]);
      return checked?.inputs ?? {};
    };
    return { provider, check };
  };
  const first = start();
  const { id, outs = {} } = await first.provider.create(await first.check({}, before, "one"));
  const { provider, check } = start();
  scene.clear();
  const news = await check(before, after, "one", { __beside: beside });
  expect((await provider.diff?.(id, outs, news))?.replaces).not.toEqual([]);
  await provider.delete?.(id, outs);
  await provider.create(news);
  const created = await provider.create(await check({}, later, "two"));
  return { ...scene, created };
}

test.each([
  [{ email: "ann@example.com" }, { email: "Ann@example.com" }, "ann@example.com"],
  [{ email: "ann@example.com" }, { userId: "u-ann" }, "u-ann"],
  [{ userId: "u-ann" }, { email: "ann@example.com" }, "ann@example.com"],
])("the user of %j stays as they are if %j is declared further down", async (who, whoLater, key) => {
  const { user, writes, log, created } = await replaceFirst(
    { ...who, roleId: "auditor", deletionPolicy: "remove" },
    { email: "bob@example.com", roleId: "auditor" },
    { ...whoLater, roleId: "auditor", deletionPolicy: "restore" },
    "UserAssignment",
    { role: [], user: [key] },
  );
  expect(user("u-ann")).toBe("auditor enabled");
  expect(writes()).toEqual([]);
  expect(created.outs).toMatchObject({ found: { roleId: "auditor", state: "enabled" } });
  expect(log.text).toContain("is left as it is: another resource of this program declares it");
});

test("a role stays as it is too", async () => {
  const role = (roleId: string) => ({ roleId, name: "Made", serviceRoleURNs: [] });
  const { writes } = await replaceFirst(role("made"), role("other"), role("made"), "Role", {
    role: ["made"],
    user: [],
  });
  expect(writes()).toEqual(["POST /roles"]);
});

test("a user is deleted first, as the option says, if no other resource declares them", async () => {
  const { user } = await replaceFirst(
    { email: "ann@example.com", roleId: "auditor" },
    { email: "bob@example.com", roleId: "auditor" },
    { email: "boss@example.com", roleId: "full-access" },
    "UserAssignment",
    { role: [], user: ["boss@example.com"] },
  );
  expect(user("u-ann")).toBe("auditor disabled");
});
