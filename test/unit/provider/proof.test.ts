import { expect, test } from "@jest/globals";
import type { Transport } from "../../../provider/client/index.js";
import { type Declaration, Stack } from "../../simulation/stack.js";
import { ACCOUNT, World } from "../../simulation/world.js";

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
