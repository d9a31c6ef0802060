import { describe, expect, test } from "@jest/globals";
import type { Transport } from "../../../provider/client/index.js";
import { RunFailed, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";
import { OPERATIONS, type Operation, SEED } from "../../simulation/matrix/operations.js";
import { serverContent } from "../../simulation/server-content.js";

const JSON_TYPE = { "content-type": "application/json" };

/** How a server in the API's place may respond to a delete that it does not carry out. */
const PRETENCES = {
  "204": { status: 204, headers: {}, body: "" },
  "200 null": { status: 200, headers: JSON_TYPE, body: "null" },
  "200 with a message": { status: 200, headers: JSON_TYPE, body: '{"message": "maintenance"}' },
  '202 "queued"': { status: 202, headers: JSON_TYPE, body: '"queued"' },
};
type Pretence = keyof typeof PRETENCES;

/** Accepts every change and carries none out: the response to a modify is the object as it is. */
const ignoring =
  (world: World, deleted: Pretence): Transport =>
  async (request) => {
    const { body: _, ...rest } = request;
    if (request.method === "DELETE") return PRETENCES[deleted];
    const isChange =
      request.method === "POST" && /\/(users|roles|accounts)\/[^/]+$/.test(new URL(request.url).pathname);
    return world.transport(isChange ? { ...rest, method: "GET" } : request);
  };

async function failuresOf(stack: Stack, { run, program }: Operation): Promise<string[]> {
  try {
    await (run === "destroy" ? stack.destroy() : stack.up(program));
    return [];
  } catch (error) {
    if (error instanceof RunFailed) return error.failures;
    throw error;
  }
}

async function arrive({ before, byHand }: Operation): Promise<{ world: World; stack: Stack }> {
  const world = new World({ seed: SEED });
  const stack = new Stack(() => world.session());
  if (before.length > 0) await stack.up(before);
  byHand?.(world);
  world.emulator.clearRequests();
  return { world, stack };
}

const writing = OPERATIONS.filter(({ run }) => run === "up" || run === "destroy");

describe.each(writing.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  test.each(Object.keys(PRETENCES) as Pretence[])(
    "fails and keeps its entries if writes are accepted but not carried out (deletes: %s)",
    async (deleted) => {
      const clean = await arrive(operation);
      const names = () => clean.stack.state.map(({ name }) => name);
      const before = names();
      await failuresOf(clean.stack, operation);
      const changes = clean.world.emulator.writes().filter(({ path }) => !/^\/(roles|invitations)$/.test(path));

      const { world, stack } = await arrive(operation);
      const stored = structuredClone(stack.state);
      const content = serverContent(world);
      const broken = new Stack(() => world.session({}, ignoring(world, deleted)));
      broken.state = stack.state;
      const failures = await failuresOf(broken, operation);
      if (changes.length === 0) {
        expect(failures).toEqual([]);
        return;
      }
      expect(failures.join("\n")).toMatch(/the API accepted the (write|deletion), but|The API accepted the write, but/);
      if (operation.run === "destroy") {
        expect(serverContent(world)).toEqual(content);
        expect(broken.state.map(({ id, outputs }) => ({ id, outputs }))).toEqual(
          stored.map(({ id, outputs }) => ({ id, outputs })),
        );
      } else expect(broken.state.map(({ name }) => name)).toEqual(expect.arrayContaining(before));

      // With the entries, the next run does what this one should have done.
      const again = new Stack(() => world.session());
      again.state = broken.state;
      expect(await failuresOf(again, operation)).toEqual([]);
      expect(serverContent(world)).toEqual(serverContent(clean.world));
      expect(again.state.map(({ name }) => name)).toEqual(names());
    },
  );
});

test("a delete that is carried out a little late counts as done", async () => {
  const operation = OPERATIONS.find(({ name }) => name === "UserAssignment: remove") as Operation;
  const { world, stack } = await arrive(operation);
  const late = new Stack(() =>
    world.session({}, async (request) => {
      if (request.method !== "DELETE") return world.transport(request);
      void world.clock.sleep(2500).then(() => world.transport(request));
      return PRETENCES["204"];
    }),
  );
  late.state = stack.state;
  expect(await failuresOf(late, operation)).toEqual([]);
  expect(late.state).toEqual([]);
  expect(world.emulator.requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});
