import fc from "fast-check";
import type { Switches } from "../../../emulator/index.js";
import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

/** An account's custom roles and users; the owner always exists, and no program declares them. */
const ROLES = ["r0", "r1", "r2", "r3"] as const;
export const PEOPLE = ["ann", "bob", "cas", "dee", "eve"] as const;
const OWNER = "root";
const URNS = ["workload", "audit", "network"].map((name) => `urn:cloudone:${name}:us-1:${ACCOUNT}:role/read-only`);

const emailOf = (person: string) => `${person}@example.com`;
const idOf = (person: string) => `u-${person}`;

/** Where a program declares a person or a role. */
type Place = "team" | "crew" | "single" | "nowhere";

interface Person {
  place: Place;
  role: string;
  state: "enabled" | "disabled" | undefined;
}

interface SetProgram {
  roles: { id: string; place: "set" | "single" | "nowhere"; urns: string[] }[];
  people: Map<string, Person>;
  removed: "disable" | "remove" | "restore" | "retain";
  unmanaged: "ignore" | "report" | "disable" | "remove" | { moveTo: string };
  unmanagedRoles: "ignore" | "report" | "delete";
  excluded: string[];
}

const urns = fc.subarray(URNS);
const state = fc.constantFrom("enabled" as const, "disabled" as const, undefined);
const isOneIn = (n: number) => fc.nat(n - 1).map((drawn) => drawn === 0);

/** A program with two sets of users, one of roles, and single resources beside them. */
export const setProgram: fc.Arbitrary<SetProgram> = fc
  .record({
    roles: fc.array(fc.record({ place: fc.constantFrom("set", "set", "single", "nowhere"), urns }), {
      minLength: ROLES.length,
      maxLength: ROLES.length,
    }),
    people: fc.array(
      fc.record({
        place: fc.constantFrom<Place[]>("team", "team", "crew", "single", "nowhere"),
        role: fc.constantFrom(...ROLES, "read-only", "full-access"),
        state,
        isExcluded: isOneIn(3),
      }),
      { minLength: PEOPLE.length, maxLength: PEOPLE.length },
    ),
    removed: fc.constantFrom("disable", "remove", "restore", "retain"),
    unmanaged: fc.constantFrom("ignore", "ignore", "report", "disable", "remove", { moveTo: "read-only" }),
    unmanagedRoles: fc.constantFrom("ignore", "ignore", "report", "delete"),
  })
  .map(({ roles, people, ...policies }) => {
    const declared = roles.flatMap(({ place, ...rest }, n) => [{ id: ROLES[n] ?? "", place, ...rest }]);
    const isDeclared = (id: string) => declared.some((one) => one.id === id && one.place !== "nowhere");
    const isPredefined = (id: string) => id === "full-access" || id === "read-only";
    return {
      ...policies,
      roles: declared,
      people: new Map(
        people.map(({ place, role, state }, n) => [
          PEOPLE[n] ?? "",
          { place, role: isPredefined(role) || isDeclared(role) ? role : "read-only", state },
        ]),
      ),
      excluded: PEOPLE.filter((_, n) => people[n]?.isExcluded && people[n]?.place !== "team"),
    } as SetProgram;
  });

/** What people change by hand between two runs. */
interface ByHand {
  person: string;
  role: string;
  state: "enabled" | "disabled";
  urnsOf: string;
  urns: string[];
}
export const byHand: fc.Arbitrary<ByHand> = fc.record({
  person: fc.constantFrom(...PEOPLE),
  role: fc.constantFrom("read-only", "full-access", "by-hand"),
  state: fc.constantFrom("enabled", "disabled"),
  urnsOf: fc.constantFrom(...ROLES),
  urns,
});

export function edit({ emulator }: World, { person, role, state: now, urnsOf, urns: list }: ByHand): void {
  if (emulator.store.users.has(idOf(person))) emulator.edit.modifyUser(idOf(person), { roleID: role, state: now });
  if (emulator.store.roles.has(urnsOf)) emulator.edit.modifyRole(urnsOf, { serviceRoleURNs: list });
}

export function accountWith(
  people: readonly { role: string; state: "enabled" | "disabled" }[],
  switches: Partial<Switches>,
): World {
  return new World({
    switches,
    seed: {
      roles: [{ id: "by-hand", name: "By hand", serviceRoleURNs: URNS.slice(0, 2) }],
      users: [
        { id: idOf(OWNER), email: emailOf(OWNER), roleID: "full-access" },
        ...people.map(({ role, state: now }, n) => {
          const person = PEOPLE[n] ?? "";
          return { id: idOf(person), email: emailOf(person), roleID: role, state: now };
        }),
      ],
    },
  });
}

/** As the program would register it; `isTurned` reverses the order of members and of independent resources. */
export function declarations(program: SetProgram, guard: Properties = { maxRemovalFraction: 1 }, isTurned = false) {
  const turned = <T>(items: T[]): T[] => (isTurned ? items.toReversed() : items);
  const roleOf = (id: string, list: string[]) => ({ name: `Role ${id}`, serviceRoleURNs: turned(list) });
  const rolesAt = (place: string) => program.roles.filter((one) => one.place === place);
  const peopleAt = (place: Place) => [...program.people].filter(([, one]) => one.place === place);
  const usersAt = (place: Place) =>
    Object.fromEntries(
      turned(peopleAt(place)).map(([person, { role, state: wanted }]) => [
        emailOf(person),
        wanted === undefined ? role : { roleId: role, state: wanted },
      ]),
    );
  const one = (of: Declaration["class"], name: string, inputs: Properties): Declaration => ({
    class: of,
    name,
    inputs,
  });
  const beside = {
    role: rolesAt("single").map(({ id }) => id),
    user: [...program.people].filter(([, { place }]) => place !== "nowhere").map(([person]) => emailOf(person)),
  };
  const besideOf = (place: Place) => ({ ...beside, user: beside.user.filter((email) => !(email in usersAt(place))) });
  const roles = [
    ...rolesAt("single").map(({ id, urns: list }) =>
      one("Role", id, { roleId: id, ...roleOf(id, list), adopt: "overwrite", deletionPolicy: "retain" }),
    ),
    one("RoleSet", "roles", {
      roles: Object.fromEntries(turned(rolesAt("set")).map(({ id, urns: list }) => [id, roleOf(id, list)])),
      adopt: "overwrite",
      allowEmpty: true,
      unmanaged: program.unmanagedRoles,
      exclude: ["by-hand", ...beside.role],
      guard,
      __beside: { role: beside.role, user: [] },
    }),
  ];
  const users = [
    one("UserAssignmentSet", "team", {
      users: usersAt("team"),
      allowEmpty: true,
      removed: program.removed,
      unmanaged: program.unmanaged,
      exclude: excludedFrom(program).map((person) => `${person}@*`),
      guard,
      __beside: besideOf("team"),
    }),
    one("UserAssignmentSet", "crew", { users: usersAt("crew"), allowEmpty: true, guard, __beside: besideOf("crew") }),
    ...peopleAt("single").map(([person, { role, state: wanted }]) =>
      one("UserAssignment", person, {
        email: emailOf(person),
        roleId: role,
        ...(wanted !== undefined && { state: wanted }),
      }),
    ),
  ];
  return [...turned(roles), ...turned(users)];
}

/** Users that the team must exclude if it acts on unmanaged ones: everyone declared beside it. */
function excludedFrom(program: SetProgram): string[] {
  const { people, excluded } = program;
  const beside = [...people]
    .filter(([, { place }]) => place === "crew" || place === "single")
    .map(([person]) => person);
  return [...new Set([OWNER, ...excluded, ...(actsOnUnmanaged(program) ? beside : [])])];
}

function actsOnUnmanaged({ unmanaged }: SetProgram): boolean {
  return unmanaged !== "ignore" && unmanaged !== "report";
}

/**
 * A set that acts on unmanaged users would also claim a user that another resource drops: what happens then depends on
 * which comes last.
 */
export function withoutTwoClaims(program: SetProgram, last: SetProgram | undefined): SetProgram {
  const excluded = excludedFrom(program);
  const isClaimedTwice = [...(last?.people ?? [])].some(
    ([person, { place }]) =>
      (place === "crew" || place === "single") &&
      program.people.get(person)?.place === "nowhere" &&
      !excluded.includes(person),
  );
  return isClaimedTwice ? { ...program, unmanaged: "report" } : program;
}
