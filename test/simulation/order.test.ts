import { expect, jest, test } from "@jest/globals";
import type { Properties } from "../../provider/resources/resource.js";
import { type Declaration, RunFailed, Stack } from "../doubles/stack.js";
import { World } from "../doubles/world.js";
import { Chance } from "./chance.js";
import { isSet, membersOf, withMembers } from "./history/members.js";
import { changeProgram, drawProgram } from "./history/program.js";
import { withSiblings } from "./history/program-sets.js";
import { repair } from "./history/repair.js";
import { drawSeed } from "./history/scene.js";
import { drawSwitches } from "./history/switches.js";
import { serverContent } from "./server-content.js";

jest.setTimeout(300_000);

const SEEDS = 16;
const HOUR_MS = 3_600_000;

// One history cannot show this: it takes two that differ only in the order.
test("the order in which a program declares members and resources does not matter", async () => {
  let settled = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const [end, turned] = [await endOf(seed, false), await endOf(seed, true)];
    expect({ seed, end: turned }).toEqual({ seed, end });
    settled += end === "failed" ? 0 : 1;
  }
  expect(settled).toBeGreaterThan(SEEDS / 2);
});

/** The account after a few commits. */
async function endOf(seed: number, isTurned: boolean): Promise<unknown> {
  const chance = new Chance(seed);
  // Independent steps run one after the other, and lists are up to date, so only the program decides.
  const world = new World({
    seed: drawSeed(chance),
    switches: { ...drawSwitches(chance), listLag: null, rateLimit: null },
  });
  const stack = new Stack(() => world.session({ samlUsers: "off" }));
  let program = drawProgram(chance);
  for (let commit = 0; commit < 3; commit++) {
    program = repair(program, stack, world);
    const declared = withSiblings(isTurned ? turned(program) : program);
    // A role that loses its last holder in one run may go in the next.
    for (let run = 0; run < 2; run++) {
      const failure = await stack.up(declared, { refresh: true }).catch((error: unknown) => error);
      if (failure instanceof RunFailed) return "failed";
      if (failure instanceof Error) throw failure;
      await world.clock.sleep(HOUR_MS);
    }
    program = changeProgram(chance, program);
  }
  const text = JSON.stringify(serverContent(world), (key, value: unknown) =>
    key === "serviceRoleURNs" && Array.isArray(value) ? value.toSorted() : value,
  );
  return JSON.parse(text);
}

/** Reverses the resources of each kind, the members of each set and the URNs of each role. */
function turned(program: readonly Declaration[]): Declaration[] {
  const kinds = [...new Set(program.map((one) => one.class))];
  return kinds
    .flatMap((kind) => program.filter((one) => one.class === kind).toReversed())
    .map((one) => {
      if (isSet(one)) {
        const members = Object.entries(membersOf(one)).map(([key, entry]) => [key, turnedRole(entry)] as const);
        return withMembers(one, Object.fromEntries(members.toReversed()));
      }
      return { ...one, inputs: turnedRole(one.inputs) as Properties };
    });
}

function turnedRole(entry: unknown): unknown {
  const { serviceRoleURNs } = typeof entry === "object" && entry !== null ? (entry as Properties) : {};
  return Array.isArray(serviceRoleURNs)
    ? { ...(entry as Properties), serviceRoleURNs: serviceRoleURNs.toReversed() }
    : entry;
}
