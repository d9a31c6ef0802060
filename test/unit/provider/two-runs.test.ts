import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Switches } from "../../../emulator/index.js";
import { single, users } from "../../doubles/declarations.js";
import { allowIn, refusal, setScene } from "../../doubles/scene.js";
import { type Declaration, Stack } from "../../doubles/stack.js";

const NAMES = ["ann", "ben"] as const;

function setUp(latency: () => number, switches: Partial<Switches> = {}, more: string[] = []) {
  const scene = setScene({
    latency,
    switches,
    seed: { users: [...NAMES, ...more].map((id) => ({ id, email: `${id}@example.com`, roleID: "full-access" })) },
  });
  const admins = () =>
    [...scene.store.users.values()]
      .filter(({ roleID, state }) => roleID === "full-access" && state === "enabled")
      .map(({ id }) => id);
  /** A stack for each run, which have one admin each. */
  const start = async (program: Program) => {
    const stacks = NAMES.map((name) => ({ name, stack: new Stack(() => scene.world.session()) }));
    for (const { name, stack } of stacks) await stack.up(program(name, true));
    return stacks;
  };
  return { ...scene, admins, start };
}

type Program = (name: string, isFirst: boolean) => Declaration[];

const alone = (change: "move" | "disable" | "remove") => (name: string, isFirst: boolean) => {
  const inputs = { email: `${name}@example.com`, deletionPolicy: change === "remove" ? "remove" : "disable" };
  if (isFirst) return [single({ ...inputs, roleId: "full-access" }, name)];
  return change === "move" ? [single({ ...inputs, roleId: "read-only" }, name)] : [];
};
const inSet = (removed: "disable" | "remove") => (name: string, isFirst: boolean) => {
  const policies = { removed, allowEmpty: true, guard: { maxRemovalFraction: 1 } };
  return [users(isFirst ? { [`${name}@example.com`]: "full-access" } : {}, policies, name)];
};

const WAYS: Record<string, Program> = {
  "move to another role": alone("move"),
  "disable on deletion": alone("disable"),
  "remove on deletion": alone("remove"),
  "drop from a set, disable": inSet("disable"),
  "drop from a set, remove": inSet("remove"),
};

describe.each(Object.entries(WAYS))("two runs at once, each takes one of the last two admins: %s", (_, program) => {
  test("one admin is left, whichever run was first and however late the lists are", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 8, maxLength: 8 }),
        fc.constantFrom(null, { milliseconds: 20_000 }),
        async (delays, listLag) => {
          let nth = 0;
          let isSlow = false;
          const { start, admins } = setUp(() => (isSlow ? (delays[nth++ % delays.length] ?? 0) : 0), { listLag });
          const stacks = await start(program);
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
    const { start, admins } = setUp(() => 50, {}, ["cas"]);
    const stacks = await start(program);
    await Promise.all(stacks.map(({ name, stack }) => stack.up(program(name, false))));
    expect(admins()).toEqual(["cas"]);
  });
});

test("both runs may give the access back, and each says so", async () => {
  const { start, admins } = setUp(() => 100);
  const program = alone("move");
  const stacks = await start(program);
  const runs = await Promise.allSettled(stacks.map(({ name, stack }) => stack.up(program(name, false))));
  expect(runs.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(admins()).toEqual(["ann", "ben"]);
  expect(`${(runs[0] as PromiseRejectedResult).reason}`).toContain(
    "guard.minimumAdmins: 0 enabled admins were left without ann@example.com, but at least 1 must remain: another run or " +
      "person took one away at the same moment. ann@example.com has the role full-access again. Run again.",
  );
});

test("access that a digest allowed to take is not given back", async () => {
  const { stack, admins } = setUp(() => 0);
  const one = (name: string, roleId: string, more = {}) =>
    single({ email: `${name}@example.com`, roleId, ...more }, name);
  const ann = one("ann", "read-only");
  await stack.up([one("ann", "full-access"), one("ben", "full-access")]);
  await stack.up([ann, one("ben", "full-access")]);
  const allow = allowIn(await refusal(stack.up([ann, one("ben", "read-only")])));
  await stack.up([ann, one("ben", "read-only", { guard: { allow } })]);
  expect(admins()).toEqual([]);
});
