import { expect, test } from "@jest/globals";
import type { Transport } from "../../../provider/client/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const OTHER_ACCOUNT = "999999999999";
const OTHER_KEY = "other-key:secret-of-the-other-account";
const role: Declaration = {
  class: "Role",
  name: "auditor",
  inputs: { roleId: "auditor", name: "Auditor", serviceRoleURNs: [] },
};
const user: Declaration = {
  class: "UserAssignment",
  name: "ann",
  inputs: { email: "ann@example.com", roleId: "read-only" },
};

function setUp() {
  return new World({
    seed: {
      users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }],
      accounts: [
        {
          account: { id: OTHER_ACCOUNT },
          roles: [{ id: "auditor", name: "Auditor", serviceRoleURNs: [] }],
          users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }],
          apiKeys: [{ id: "other-key", secret: "secret-of-the-other-account" }],
        },
      ],
    },
  });
}

/** A server that leaves the URN out of roles and users. */
const withoutUrns =
  (transport: Transport): Transport =>
  async (request) => {
    const answer = await transport(request);
    if (!/\/(roles|users)/.test(request.url) || answer.body === "") return answer;
    const bare = JSON.stringify(JSON.parse(answer.body), (key, value) => (key === "urn" ? undefined : value));
    return { ...answer, body: bare };
  };

test("an object without a URN belongs to the account of the key that wrote it, and to no other", async () => {
  const world = setUp();
  const stack = new Stack(() => world.session({}, withoutUrns(world.transport)));
  await stack.up([role, user]);
  expect(stack.state.map(({ outputs }) => String(outputs.cloudOneUrn))).toEqual([
    `urn:cloudone:identity:us-1:${ACCOUNT}:role/auditor`,
    `urn:cloudone:identity:us-1:${ACCOUNT}:user/ann`,
  ]);
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(["same", "same"]);
  expect((await stack.preview([role, user])).map(({ op }) => op)).toEqual(["same", "same"]);

  const foreign = new Stack(() => world.session({ apiKey: OTHER_KEY }, withoutUrns(world.transport)));
  foreign.state = stack.state;
  for (const operation of [() => foreign.destroy(), () => foreign.refresh()]) {
    await expect(operation()).rejects.toThrow(`belongs to account ${OTHER_ACCOUNT}, but`);
  }
  expect(foreign.state).toHaveLength(2);
  expect(world.emulator.store.of(OTHER_ACCOUNT).roles.has("auditor")).toBe(true);
});

/** A gateway that has lost its routes answers every request below a path with a 404 that looks like the API's own. */
const withoutRoutes =
  (transport: Transport, lost: RegExp, message: string): Transport =>
  async (request) => {
    const answer = await transport(request);
    if (!lost.test(new URL(request.url).pathname)) return answer;
    return { status: 404, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
  };

test.each([
  ["all routes", /./],
  ["the routes of roles and users", /^\/api\/(roles|users)/],
])("a gateway that has lost %s in the middle of a run proves nothing gone", async (_, lost) => {
  const world = setUp();
  const stack = new Stack(() => world.session());
  await stack.up([role, { ...user, inputs: { ...user.inputs, deletionPolicy: "remove" } }]);
  const before = structuredClone(stack.state);
  const gateway = withoutRoutes(world.transport, lost, "no Route matched with those values");
  const wellUntilProven = () => {
    let transport = world.transport;
    const session = world.session({}, (request) => transport(request));
    const require = session.proof.require.bind(session.proof);
    session.proof.require = async (...args) => {
      const caller = await require(...args);
      transport = gateway;
      return caller;
    };
    return session;
  };
  const broken = new Stack(wellUntilProven);
  broken.state = stack.state;
  await expect(broken.refresh()).rejects.toThrow("no Route matched");
  await expect(broken.destroy()).rejects.toThrow("no Route matched");
  expect(broken.state.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(["same", "same"]);
});

test("the role of the key in use is not narrowed, also where the key may not describe itself", async () => {
  const world = setUp();
  world.emulator.switches.apiKeyDescribe = "forbidden";
  const [own] = world.emulator.store.apiKeys.values();
  const URN = `urn:cloudone:identity:us-1:${ACCOUNT}:role/full-access`;
  world.emulator.edit.createRole({ id: "pipeline", name: "Pipeline", serviceRoleURNs: [URN, READ] });
  world.emulator.edit.modifyApiKey(own?.id ?? "", { roleID: "pipeline" });
  const stack = new Stack(() => world.session());
  const pipeline = (...serviceRoleURNs: string[]): Declaration => ({
    class: "Role",
    name: "pipeline",
    inputs: { roleId: "pipeline", name: "Pipeline", serviceRoleURNs, adopt: "overwrite" },
  });
  await stack.up([pipeline(URN, READ)]);
  await expect(stack.up([pipeline(URN)])).rejects.toThrow("role pipeline is the role of the API key in use");
  expect(world.emulator.store.roles.get("pipeline")?.serviceRoleURNs).toEqual([URN, READ]);
});
