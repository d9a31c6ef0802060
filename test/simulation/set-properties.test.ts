import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { FaultKind, Switches } from "../../emulator/index.js";
import { userAssignmentSet } from "../../provider/resources/user-assignment-set.js";
import { RunFailed, Stack } from "../doubles/stack.js";
import type { World } from "../doubles/world.js";
import { Chance } from "./chance.js";
import { drawSwitches } from "./history/switches.js";
import { serverContent } from "./server-content.js";
import {
  accountWith,
  actsOnUnmanaged,
  type ByHand,
  byHand,
  declarations,
  edit,
  excludedFrom,
  idOf,
  OWNER,
  PEOPLE,
  type SetProgram,
  setProgram,
  withoutTwoClaims,
} from "./sets/set-programs.js";

jest.setTimeout(300_000);

/** How often to try a property, and whether to stop at the first failure. */
type Runs = Pick<fc.Parameters, "numRuns" | "endOnFailure">;

interface Commit {
  program: SetProgram;
  /** Before the run. */
  hand: ByHand | undefined;
  parallel: number;
}

interface Start {
  people: { role: string; state: "enabled" | "disabled" }[];
  switches: Partial<Switches>;
}

const start: fc.Arbitrary<Start> = fc.record({
  people: fc.array(
    fc.record({
      role: fc.constantFrom("read-only", "full-access", "by-hand"),
      state: fc.constantFrom("enabled", "disabled"),
    }),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  ),
  // Runs follow each other at once here; lagging lists are for histories, where time passes.
  switches: fc.nat().map((seed) => ({ ...drawSwitches(new Chance(seed)), listLag: null })),
});
const commit: fc.Arbitrary<Commit> = fc.record({
  program: setProgram,
  hand: fc.option(byHand, { nil: undefined }),
  parallel: fc.constantFrom(1, 4),
});
const commits = fc.array(commit, { minLength: 1, maxLength: 3 });

function stackOn(world: World, { parallel }: Commit, before: Stack | undefined): Stack {
  const stack = new Stack(() => world.session(), { parallel });
  if (before !== undefined) stack.state = before.state;
  return stack;
}

const bindings = ({ emulator }: World) =>
  new Map([...emulator.store.users.values()].map(({ id, roleID, state }) => [id, `${roleID} ${state}`]));
const writes = ({ emulator }: World) => emulator.writes().map(({ method, path }) => `${method} ${path}`);

/** The order of URNs means nothing, and neither does the order in which objects were created. */
function contentOf(world: World): unknown {
  const text = JSON.stringify(serverContent(world), (key, value: unknown) =>
    key === "serviceRoleURNs" && Array.isArray(value) ? value.toSorted() : value,
  );
  return JSON.parse(text);
}

/** What failed because the provider or the server refused; anything else is a defect. */
async function failureOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof RunFailed) return error.message;
    throw error;
  }
}

/** An unmanaged role that loses its last holder in a run goes in the next one. */
const needsTwoRuns = ({ unmanagedRoles }: SetProgram) => unmanagedRoles === "delete";

/** Visits commits one by one, until a visit says that its run did not go through. */
async function history(
  { people, switches }: Start,
  list: readonly Commit[],
  visit: (scene: { world: World; stack: Stack; one: Commit; earlier: readonly SetProgram[] }) => Promise<boolean>,
): Promise<void> {
  const world = accountWith(people, switches);
  let stack: Stack | undefined;
  const earlier: SetProgram[] = [];
  for (const { program, ...rest } of list) {
    const one = { ...rest, program: withoutTwoClaims(program, earlier.at(-1)) };
    if (one.hand !== undefined) edit(world, one.hand);
    stack = stackOn(world, one, stack);
    if (!(await visit({ world, stack, one, earlier }))) return;
    earlier.push(one.program);
  }
}

test("a preview writes nothing; an up makes it so in one run, and a second one writes nothing", () => makesItSo());

async function makesItSo(options: Runs = {}): Promise<void> {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(start, commits, (account, list) =>
      history(account, list, async ({ world, stack, one }) => {
        const program = declarations(one.program);
        world.emulator.clearRequests();
        await failureOf(stack.preview(program));
        expect(writes(world)).toEqual([]);
        if ((await failureOf(stack.up(program, { refresh: true }))) !== undefined) return false;
        if (needsTwoRuns(one.program)) await stack.up(program);
        world.emulator.clearRequests();
        const ops = [...(await stack.preview(program)), ...(await stack.refresh()), ...(await stack.up(program))];
        expect(ops.filter(({ op }) => op !== "same")).toEqual([]);
        expect(writes(world)).toEqual([]);
        const now = bindings(world);
        for (const [person, { place, role, state }] of one.program.people) {
          if (place !== "nowhere") expect(now.get(idOf(person))).toMatch(`${role} ${state ?? ""}`);
        }
        for (const { id, place, urns } of one.program.roles) {
          if (place === "nowhere") continue;
          expect(world.emulator.store.roles.get(id)?.serviceRoleURNs.toSorted()).toEqual(urns.toSorted());
        }
        done += 1;
        return true;
      }),
    ),
    { numRuns: 40, ...options },
  );
  expect(done).toBeGreaterThan(15);
}

test("nobody is touched whom neither this program nor the one before declares, unless the set acts on the unmanaged", async () => {
  await fc.assert(
    fc.asyncProperty(start, commits, (account, list) => {
      const former = new Set<string>();
      return history(account, list, async ({ world, stack, one: { program }, earlier }) => {
        const before = bindings(world);
        const failure = await failureOf(stack.up(declarations(program), { refresh: true }));
        const now = bindings(world);
        const [last, acts] = [earlier.at(-1), actsOnUnmanaged(program)];
        for (const person of [OWNER, ...PEOPLE]) {
          const place = program.people.get(person)?.place ?? "nowhere";
          const lastPlace = last?.people.get(person)?.place ?? "nowhere";
          if (lastPlace === "team") former.add(person);
          if (place !== "nowhere") continue;
          const isSafe = !acts || excludedFrom(program).includes(person) || former.has(person);
          const isLetGo =
            lastPlace === "team" && (program.removed === "retain" || excludedFrom(program).includes(person));
          if (isLetGo || (lastPlace === "nowhere" && isSafe))
            expect(now.get(idOf(person))).toBe(before.get(idOf(person)));
          else if (lastPlace === "team" && program.removed !== "remove")
            expect(now.has(idOf(person))).toBe(before.has(idOf(person)));
        }
        return failure === undefined;
      });
    }),
    { numRuns: 40 },
  );
});

test("the order in which a program writes its members and resources means nothing", async () => {
  await fc.assert(
    fc.asyncProperty(start, commits, async (account, list) => {
      const ends = [];
      for (const isTurned of [false, true]) {
        let end: unknown;
        // Independent steps run concurrently and have no order.
        const serial = list.map((one) => ({ ...one, parallel: 1 }));
        await history(account, serial, async ({ world, stack, one }) => {
          const program = declarations(one.program, undefined, isTurned);
          const failure = await failureOf(stack.up(program, { refresh: true }));
          if (failure === undefined && needsTwoRuns(one.program)) await stack.up(program);
          end = failure === undefined ? contentOf(world) : "failed";
          return failure === undefined;
        });
        ends.push(end);
      }
      expect(ends[1]).toEqual(ends[0]);
    }),
    { numRuns: 40 },
  );
});

const fault = fc.record({
  kind: fc.constantFrom<FaultKind>("403-empty", "401", "404-html", "reset-before", "reset-after"),
  method: fc.constantFrom("POST", "DELETE"),
  nth: fc.integer({ min: 1, max: 4 }),
});

test("a run that failed in part, run again, ends as a clean one", async () => {
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(start, commits, fault, async (account, list, { kind, ...match }) => {
      const last = list.length - 1;
      const ends: unknown[] = [];
      for (const isFaulty of [false, true]) {
        let run = 0;
        await history(account, list, async ({ world, stack, one }) => {
          const program = declarations(one.program);
          if (isFaulty && run === last) {
            world.emulator.faults.add({ match, kind, times: 1 });
            if ((await failureOf(stack.up(program, { refresh: true }))) !== undefined) failed += 1;
            world.emulator.faults.clear();
          }
          const failure = await failureOf(stack.up(program, { refresh: true }));
          if (failure === undefined && needsTwoRuns(one.program)) await stack.up(program);
          if (run === last) ends.push(failure ?? contentOf(world));
          run += 1;
          return failure === undefined;
        });
      }
      if (typeof ends[0] === "object") expect(ends[1]).toEqual(ends[0]);
    }),
    { numRuns: 40 },
  );
  expect(failed).toBeGreaterThan(5);
});

test("no more is taken away than a guard says, whatever fails, and never the last admin", () => staysWithinGuard());

async function staysWithinGuard(options: Runs = {}): Promise<void> {
  await fc.assert(
    fc.asyncProperty(start, commits, fault, fc.nat(3), async (account, list, { kind, ...match }, maxRemovals) =>
      history(account, list, async ({ world, stack, one }) => {
        const guard = { maxRemovals, maxRemovalFraction: 1 };
        const before = bindings(world);
        world.emulator.faults.add({ match, kind, times: 1 });
        const failure = await failureOf(stack.up(declarations(onlyTeam(one.program), guard)));
        world.emulator.faults.clear();
        const now = bindings(world);
        const isEnabled = (binding: string | undefined) => binding?.endsWith("enabled") === true;
        const isAdmin = (binding: string | undefined) => binding === "full-access enabled";
        const lost = [...before].filter(([id, was]) => {
          const is = now.get(id);
          return is === undefined || (isEnabled(was) && !isEnabled(is)) || (isAdmin(was) && !isAdmin(is));
        });
        expect(lost.length).toBeLessThanOrEqual(maxRemovals);
        expect([...now.values()].some(isAdmin)).toBe(true);
        return failure === undefined;
      }),
    ),
    { numRuns: 40, ...options },
  );
}

/** The people of one set, so that only this set decides how much is taken away. */
function onlyTeam(program: SetProgram): SetProgram {
  const people = new Map(
    [...program.people].map(([person, one]) => [
      person,
      one.place === "crew" || one.place === "single" ? { ...one, place: "nowhere" as const } : one,
    ]),
  );
  // Without an exclusion the set may also act on the owner.
  return { ...program, people };
}

const { plan: planOf, apply } = userAssignmentSet;

test.each<[string, (options: Runs) => Promise<void>, Partial<typeof userAssignmentSet>]>([
  [
    "a set tells its guard of no removal",
    staysWithinGuard,
    { plan: async (...call) => ({ ...(await planOf(...call)), removals: [] }) },
  ],
  [
    "a set forgets the last thing that it planned",
    makesItSo,
    {
      apply: (session, declared, stored, plan) =>
        apply(session, declared, stored, { ...plan, actions: plan.actions.slice(0, -1) }),
    },
  ],
  [
    "a set writes while it is previewed",
    makesItSo,
    {
      async plan(session, declared, stored, forecast) {
        const plan = await planOf(session, declared, stored, forecast);
        if (forecast) await apply(session, declared, stored, plan);
        return plan;
      },
    },
  ],
])("these properties fail where %s", async (_, property, planted) => {
  const sound = { ...userAssignmentSet };
  Object.assign(userAssignmentSet, planted);
  try {
    await expect(property({ numRuns: 200, endOnFailure: true })).rejects.toThrow("Property failed");
  } finally {
    Object.assign(userAssignmentSet, sound);
  }
});
