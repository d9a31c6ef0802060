import { expect, test } from "@jest/globals";
import type { Transport } from "../../../provider/client/index.js";
import { type Args, entry, role, roles, settings, single, users } from "../../doubles/declarations.js";
import { ops, refusal, setScene } from "../../doubles/scene.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ACCOUNT } from "../../doubles/world.js";

const OTHER_ACCOUNT = "999999999999";
const OTHER_KEY = "other-key:secret-of-the-other-account";
const ANN = { id: "ann", email: "ann@example.com", roleID: "read-only" };
const AUDITOR = role("auditor");
const USER = single({ email: "ann@example.com", roleId: "read-only" }, "ann");

/** Two accounts that have the same objects. */
function setUp() {
  return setScene({
    seed: {
      users: [ANN],
      accounts: [
        {
          account: { id: OTHER_ACCOUNT },
          roles: [{ id: "auditor", name: "A role", serviceRoleURNs: [] }],
          users: [ANN],
          apiKeys: [{ id: "other-key", secret: "secret-of-the-other-account" }],
        },
      ],
    },
  });
}

const removing = { deletionPolicy: "apply", removed: "remove" };
const CHANGES: [Declaration, Args][] = [
  [AUDITOR, { name: "X" }],
  [single({ email: "ann@example.com", roleId: "scanner", deletionPolicy: "remove" }), { roleId: "read-only" }],
  [settings({ timezone: "Asia/Tokyo" }), { timezone: "UTC" }],
  [roles({ auditor: entry(READ) }, { deletionPolicy: "apply" }), { roles: { auditor: entry() } }],
  [users({ "ann@example.com": "scanner" }, removing), { users: { "ann@example.com": "read-only" } }],
];

test.each(CHANGES.map(([one, inputs]) => ({ ...one, one, changed: { ...one, inputs: { ...one.inputs, ...inputs } } })))(
  "a key of another account reads and writes nothing, and both accounts are named: $class",
  async ({ one, changed }) => {
    const { world, stack, log } = setUp();
    await stack.up([one]);
    const foreign = new Stack(() => world.session({ apiKey: OTHER_KEY }));
    foreign.state = structuredClone(stack.state);
    const before = world.emulator.snapshot();
    for (const run of [() => foreign.refresh(), () => foreign.destroy(), () => foreign.up([changed])]) {
      const refused = await refusal(run());
      expect(refused).toMatch(
        new RegExp(`API key other-key belongs to account ${OTHER_ACCOUNT}, but .+ belongs to account ${ACCOUNT}`),
      );
      expect(`${refused}${log.text}${JSON.stringify(foreign.state)}`).not.toContain("secret-of");
    }
    expect(foreign.state).toHaveLength(1);
    expect(world.emulator.snapshot()).toEqual(before);
  },
);

test("cloudone:accountId stops every run with a key of another account before anything else", async () => {
  const { world, stack } = setUp();
  await stack.up([AUDITOR]);
  const pinned = new Stack(() => world.session({ accountId: OTHER_ACCOUNT }));
  pinned.state = structuredClone(stack.state);
  for (const run of [
    () => pinned.preview([AUDITOR]),
    () => pinned.up([AUDITOR]),
    () => pinned.refresh(),
    () => pinned.destroy(),
  ]) {
    await expect(run()).rejects.toThrow(`belongs to account ${ACCOUNT}, but cloudone:accountId is ${OTHER_ACCOUNT}`);
  }
});

/** A server that leaves the URN out of roles and users. */
const withoutUrns =
  (transport: Transport): Transport =>
  async (request) => {
    const response = await transport(request);
    if (!/\/(roles|users)/.test(request.url) || response.body === "") return response;
    const bare = JSON.stringify(JSON.parse(response.body), (key, value) => (key === "urn" ? undefined : value));
    return { ...response, body: bare };
  };

test("an object without a URN belongs to the account of the key that wrote it, and to no other", async () => {
  const { world } = setUp();
  const stack = new Stack(() => world.session({}, withoutUrns(world.transport)));
  await stack.up([AUDITOR, USER]);
  expect(stack.state.map(({ outputs }) => String(outputs.cloudOneUrn))).toEqual([
    `urn:cloudone:identity:us-1:${ACCOUNT}:role/auditor`,
    `urn:cloudone:identity:us-1:${ACCOUNT}:user/ann`,
  ]);
  expect(ops(await stack.refresh())).toEqual(["same", "same"]);
  expect(ops(await stack.preview([AUDITOR, USER]))).toEqual(["same", "same"]);

  const foreign = new Stack(() => world.session({ apiKey: OTHER_KEY }, withoutUrns(world.transport)));
  foreign.state = stack.state;
  for (const run of [() => foreign.destroy(), () => foreign.refresh()]) {
    await expect(run()).rejects.toThrow(`belongs to account ${OTHER_ACCOUNT}, but`);
  }
  expect(foreign.state).toHaveLength(2);
  expect(world.emulator.store.of(OTHER_ACCOUNT).roles.has("auditor")).toBe(true);
});

/** A gateway that has lost its routes answers every request below a path with a 404 that looks like the API's own. */
const withoutRoutes =
  (transport: Transport, lost: RegExp): Transport =>
  async (request) => {
    const response = await transport(request);
    if (!lost.test(new URL(request.url).pathname)) return response;
    const body = JSON.stringify({ message: "no Route matched with those values" });
    return { status: 404, headers: { "content-type": "application/json" }, body };
  };

test.each([
  ["all routes", /./],
  ["the routes of roles and users", /^\/api\/(roles|users)/],
])("a gateway that has lost %s in the middle of a run does not prove that anything is gone", async (_, lost) => {
  const { world, stack } = setUp();
  await stack.up([AUDITOR, { ...USER, inputs: { ...USER.inputs, deletionPolicy: "remove" } }]);
  const before = structuredClone(stack.state);
  const gateway = withoutRoutes(world.transport, lost);
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
  expect(ops(await stack.refresh())).toEqual(["same", "same"]);
});
