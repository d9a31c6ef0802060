import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { FaultKind } from "../../emulator/index.js";
import { type Declaration, RunFailed, Stack } from "../doubles/stack.js";
import { World } from "../doubles/world.js";

jest.setTimeout(300_000);

const DAY = 86_400_000;
const PEOPLE = ["ann", "bob", "cas", "dee"] as const;
const emailOf = (person: string) => `${person}@example.com`;

type Role = "read-only" | "full-access" | "nobody's";

/** One run: the people it declares, what people have done since the previous run, and what goes wrong. */
interface Day {
  declared: (Role | undefined)[];
  since: ("nothing" | "accepts" | "is withdrawn")[];
  daysPass: number;
  refreshes: boolean;
  fault: { kind: FaultKind; nth: number } | undefined;
}

const declaredRole = fc.constantFrom<(Role | undefined)[]>(
  "read-only",
  "read-only",
  "full-access",
  undefined,
  undefined,
);
const forEach = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: PEOPLE.length, maxLength: PEOPLE.length });
const day: fc.Arbitrary<Day> = fc.record({
  declared: forEach(declaredRole),
  since: forEach(fc.constantFrom<Day["since"]>("nothing", "nothing", "accepts", "is withdrawn")),
  daysPass: fc.constantFrom(0, 0, 0, 8),
  refreshes: fc.boolean(),
  fault: fc.option(
    fc.record({
      kind: fc.constantFrom<FaultKind>("403-empty", "500-after", "reset-before", "reset-after", "truncated-json"),
      nth: fc.integer({ min: 1, max: 3 }),
    }),
    { nil: undefined },
  ),
});
const history = fc.record({
  days: fc.array(day, { minLength: 2, maxLength: 6 }),
  removed: fc.constantFrom("disable", "remove", "restore"),
});

function program({ declared }: Day, removed: string): Declaration[] {
  const users = Object.fromEntries(
    declared.flatMap((role, n) => (role === undefined ? [] : [[emailOf(PEOPLE[n] ?? ""), role]])),
  );
  const guard = { maxRemovalFraction: 1 };
  return [
    {
      class: "UserAssignmentSet",
      name: "team",
      inputs: { users, removed, guard, ifMissing: "invite", allowEmpty: true },
    },
  ];
}

async function passTime({ since, daysPass }: Day, world: World): Promise<void> {
  const { emulator, clock } = world;
  for (const { id, email } of standing(world)) {
    const what = since[PEOPLE.findIndex((person) => emailOf(person) === email)];
    if (what === "accepts") emulator.edit.acceptInvitation(id);
    if (what === "is withdrawn") emulator.edit.cancelInvitation(id);
  }
  await clock.sleep(daysPass * DAY);
}

async function failureOf(run: Promise<unknown>): Promise<string | undefined> {
  try {
    await run;
    return undefined;
  } catch (error) {
    if (error instanceof RunFailed) return error.message;
    throw error;
  }
}

function standing({ emulator, clock }: World) {
  return [...emulator.store.invitations.values()].filter(({ expiry }) => Date.parse(expiry) > clock.now());
}

/** Addresses with more than one pending invitation, or with one besides a user. */
function doubled(world: World): string[] {
  const emails = [...standing(world), ...world.emulator.store.users.values()].map(({ email }) => email);
  return emails.filter((email, index) => emails.indexOf(email) !== index);
}

test("whatever people do with their invitations, nobody is invited twice, kept out or left with access", async () => {
  let [settled, explained, taken] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(history, async ({ days, removed }) => {
      const world = new World({
        switches: { duplicateInvitation: "allowed" },
        seed: { users: [{ id: "root", email: "root@example.com", roleID: "full-access" }] },
      });
      const { store, faults } = world.emulator;
      const stack = new Stack(() => world.session());
      for (const one of days) {
        await passTime(one, world);
        const before = [...store.users.values()].filter(({ state }) => state === "enabled").length;
        if (one.fault) faults.add({ match: { method: "POST", nth: one.fault.nth }, kind: one.fault.kind, times: 1 });
        await failureOf(stack.up(program(one, removed), { refresh: one.refreshes }));
        faults.clear();
        expect(doubled(world)).toEqual([]);
        const failure = await failureOf(stack.up(program(one, removed)));
        expect(doubled(world)).toEqual([]);
        if (failure !== undefined) {
          expect(failure).toMatch(/that is pending until \S+, but the role \S+ is declared/);
          explained += 1;
          continue;
        }
        const enabled = new Map(
          [...store.users.values()]
            .filter(({ state }) => state === "enabled")
            .map(({ email, roleID }) => [email, roleID]),
        );
        const invited = new Map(standing(world).map(({ email, roleID }) => [email, roleID]));
        for (const [n, person] of PEOPLE.entries()) {
          const wanted = one.declared[n];
          const has = enabled.get(emailOf(person));
          if (wanted === undefined) expect([person, has]).toEqual([person, undefined]);
          else if (!isDisabled(world, person))
            expect([person, has ?? invited.get(emailOf(person))]).toEqual([person, wanted]);
        }
        taken += before > enabled.size ? 1 : 0;
        world.emulator.clearRequests();
        const again = [
          ...(await stack.preview(program(one, removed))),
          ...(await stack.refresh()),
          ...(await stack.up(program(one, removed))),
        ];
        expect(again.filter(({ op }) => op !== "same")).toEqual([]);
        expect(world.emulator.writes()).toEqual([]);
        settled += 1;
      }
      const failure = await failureOf(stack.up([]));
      expect([failure, stack.state]).toEqual([undefined, []]);
    }),
    { numRuns: 50 },
  );
  expect(Math.min(settled, explained, taken)).toBeGreaterThan(3);
});

/** Someone who was dropped comes back disabled if no state is declared: a warning says so. */
function isDisabled({ emulator: { store } }: World, person: string): boolean {
  return [...store.users.values()].some(({ email, state }) => email === emailOf(person) && state === "disabled");
}
