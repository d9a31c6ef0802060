import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";

const NAMES = ["ann", "ben"] as const;

function setUp(latency: () => number, switches: Partial<Switches> = {}, more: string[] = []) {
  const world = new World({
    latency,
    switches,
    seed: { users: [...NAMES, ...more].map((id) => ({ id, email: `${id}@example.com`, roleID: "full-access" })) },
  });
  const admins = () =>
    [...world.emulator.store.users.values()]
      .filter(({ roleID, state }) => roleID === "full-access" && state === "enabled")
      .map(({ id }) => id);
  return { world, admins };
}

const single =
  (change: "move" | "disable" | "remove") =>
  (name: string, isFirst: boolean): Declaration[] => {
    const inputs = { email: `${name}@example.com`, deletionPolicy: change === "remove" ? "remove" : "disable" };
    if (isFirst) return [{ class: "UserAssignment", name, inputs: { ...inputs, roleId: "full-access" } }];
    return change === "move" ? [{ class: "UserAssignment", name, inputs: { ...inputs, roleId: "read-only" } }] : [];
  };
const set =
  (removed: "disable" | "remove") =>
  (name: string, isFirst: boolean): Declaration[] => [
    {
      class: "UserAssignmentSet",
      name,
      inputs: {
        users: isFirst ? { [`${name}@example.com`]: "full-access" } : {},
        removed,
        allowEmpty: true,
        guard: { maxRemovalFraction: 1 },
      },
    },
  ];

const WAYS = {
  "move to another role": single("move"),
  "disable on deletion": single("disable"),
  "remove on deletion": single("remove"),
  "drop from a set, disable": set("disable"),
  "drop from a set, remove": set("remove"),
};

describe.each(Object.entries(WAYS))("two runs at once, each takes one of the last two admins: %s", (_, program) => {
  test("one is left, whoever was first and however late the lists are", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 8, maxLength: 8 }),
        fc.constantFrom(null, { milliseconds: 20_000 }),
        async (delays, listLag) => {
          let nth = 0;
          let isSlow = false;
          const { world, admins } = setUp(() => (isSlow ? (delays[nth++ % delays.length] ?? 0) : 0), { listLag });
          const stacks = NAMES.map((name) => ({ name, stack: new Stack(() => world.session()) }));
          for (const { name, stack } of stacks) await stack.up(program(name, true));
          isSlow = true;
          const runs = await Promise.allSettled(stacks.map(({ name, stack }) => stack.up(program(name, false))));
          expect(admins().length).toBeGreaterThanOrEqual(1);
          const failed = runs.filter(({ status }) => status === "rejected");
          expect(failed.length).toBe(admins().length);
          for (const { name, stack } of stacks) {
            if (admins().includes(name)) expect(stack.state.map((entry) => entry.name)).toEqual([name]);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  test("a third admin lets both through", async () => {
    const { world, admins } = setUp(() => 50, {}, ["cas"]);
    const stacks = NAMES.map((name) => ({ name, stack: new Stack(() => world.session()) }));
    for (const { name, stack } of stacks) await stack.up(program(name, true));
    await Promise.all(stacks.map(({ name, stack }) => stack.up(program(name, false))));
    expect(admins()).toEqual(["cas"]);
  });
});

test("both may give back, and each says so", async () => {
  const { world, admins } = setUp(() => 100);
  const program = WAYS["move to another role"];
  const stacks = NAMES.map((name) => ({ name, stack: new Stack(() => world.session()) }));
  for (const { name, stack } of stacks) await stack.up(program(name, true));
  const runs = await Promise.allSettled(stacks.map(({ name, stack }) => stack.up(program(name, false))));
  expect(runs.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(admins()).toEqual(["ann", "ben"]);
  expect(`${(runs[0] as PromiseRejectedResult).reason}`).toContain(
    "guard.minimumAdmins: 0 enabled admins were left without ann@example.com, but at least 1 must remain: another run or " +
      "person took one away at the same moment. ann@example.com has the role full-access again. Run again.",
  );
});

test("what a refusal allowed is not given back", async () => {
  const { world, admins } = setUp(() => 0);
  const stack = new Stack(() => world.session());
  const ben = WAYS["move to another role"];
  await stack.up([...ben("ann", true), ...ben("ben", true)]);
  await stack.up([...ben("ann", false), ...ben("ben", true)]);
  const refused = await stack.up([...ben("ann", false), ...ben("ben", false)]).catch(String);
  const allow = /allow: "([0-9a-f]+)"/.exec(`${refused}`)?.[1];
  const [declared] = ben("ben", false);
  if (declared === undefined) throw new Error("nothing declared");
  await stack.up([...ben("ann", false), { ...declared, inputs: { ...declared.inputs, guard: { allow } } }]);
  expect(admins()).toEqual([]);
});
