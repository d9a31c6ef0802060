import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { INVITATIONS, invitationTwins } from "./single-and-set/invitations.js";
import { firstDifference, type Played, play, type Twins } from "./single-and-set/play.js";
import { ROLES, roleTwins } from "./single-and-set/roles.js";
import { ENDING_USERS, GUARDED_USERS, USERS, userTwins } from "./single-and-set/users.js";

/** What a set does differently according to the contract; each exception must occur. */
interface Exception {
  why: string;
  fits(single: Played, set: Played): boolean;
}

const HELD_ROLE_RETIRES: Exception = {
  why: "a held role is not deleted: a single role fails, and a member retires (contract, deletionPolicy and dropped members)",
  fits: (single, set) =>
    single.step === "drop" &&
    single.ends === "fails" &&
    set.ends === "ok" &&
    single.live === set.live &&
    single.writes === "" &&
    set.writes === "" &&
    /held by/.test(single.why),
};
const INVITED_WAITS: Exception = {
  why: "an invitation cannot be withdrawn: a single deletion fails, and a member's waits (semantics 13)",
  fits: (single, set) =>
    single.step === "drop" &&
    single.ends === "fails" &&
    set.ends === "ok" &&
    single.live === set.live &&
    single.writes === "" &&
    set.writes === "" &&
    /has an invitation/.test(single.why),
};

/** All scenarios with `SCENARIOS=all`, otherwise a sample. */
const RUNS = 150;

const TABLE: [string, () => fc.Arbitrary<Twins & { title: string }>, number, Exception[]][] = [
  ["a user", () => drawn(USERS, userTwins), USERS.length, []],
  ["a user whose access ends", () => drawn(ENDING_USERS, userTwins), ENDING_USERS.length, []],
  ["a guarded user", () => drawn(GUARDED_USERS, userTwins), GUARDED_USERS.length, []],
  ["a role", () => drawn(ROLES, roleTwins), ROLES.length, [HELD_ROLE_RETIRES]],
  ["an invited user", () => drawn(INVITATIONS, invitationTwins), INVITATIONS.length, [INVITED_WAITS]],
];

function drawn<Scenario>(scenarios: readonly Scenario[], twins: (scenario: Scenario) => Twins) {
  return fc.constantFrom(...scenarios).map((scenario) => ({ ...twins(scenario), title: JSON.stringify(scenario) }));
}

test.each(TABLE)(
  "%s alone and in a set of one gives the same outcome, the same live object and the same writes",
  async (_, arbitrary, all, exceptions) => {
    const property = fc.asyncProperty(arbitrary(), async (twins) => {
      const difference = firstDifference(await play(twins, "single"), await play(twins, "set"));
      if (difference === undefined) return;
      if (exceptions.some(({ fits }) => fits(difference.single, difference.set))) return;
      expect({ scenario: twins.title, ...difference.single }).toEqual({ scenario: twins.title, ...difference.set });
    });
    await fc.assert(property, { numRuns: process.env.SCENARIOS === "all" ? all : RUNS });
  },
  600_000,
);
