import type { Stack } from "../../doubles/stack.js";
import type { World } from "../../doubles/world.js";
import { muddleIn } from "./clear-message.js";
import { guardsBroken } from "./guards.js";
import { isGivenBack, unjustified } from "./justify.js";
import { leftWithoutProof } from "./proof.js";
import type { RunRecord } from "./run-record.js";
import { takenFromSamlUsers } from "./saml-users.js";
import { SECRETS } from "./scene.js";

/** The promises for every run, whatever happens. */
export const INVARIANTS = [
  "a failure says what was tried and why it failed",
  "nothing undeclared is written",
  "nothing leaves the state without proof",
  "guards hold",
  "a role that someone holds is not deleted",
  "a role that a SAML user holds is neither deleted nor narrowed unguarded",
  "secrets stay secret",
  "it converges",
  "a second run writes nothing",
] as const;

export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  invariant: Invariant;
  what: string;
}

/** The promises that a run, or a process it left behind, broke. */
export function violationsOf(run: RunRecord, stack: Stack, world: World): Violation[] {
  const writes = run.processes.flatMap((process) => process.writes);
  const failures = typeof run.outcome === "object" && "failures" in run.outcome ? run.outcome.failures : [];
  const violations: Violation[] = [];
  const add = (invariant: Invariant, what: string) => violations.push({ invariant, what });
  for (const failure of failures) {
    const muddle = muddleIn(failure);
    if (muddle !== undefined) add("a failure says what was tried and why it failed", `${muddle}: ${failure}`);
  }
  for (const [index, write] of writes.entries()) {
    const reason = isGivenBack(write, writes.slice(0, index)) ? undefined : unjustified(write, run);
    if (reason !== undefined) {
      add("nothing undeclared is written", `${write.method} ${write.path}: ${reason}\n${JSON.stringify(write)}`);
    }
    const isHidden = !world.emulator.switches.usersIncludeDisabled || world.emulator.switches.listLag !== null;
    if (
      write.kind === "role" &&
      write.after === undefined &&
      write.before !== undefined &&
      write.holders > (run.processes.some(({ overtaken }) => overtaken.has(write)) ? 1 : 0) &&
      !isHidden
    ) {
      add("a role that someone holds is not deleted", `${write.path} had ${write.holders} holders`);
    }
  }
  for (const what of leftWithoutProof(run, stack, world)) add("nothing leaves the state without proof", what);
  for (const broken of guardsBroken(run)) add("guards hold", broken);
  for (const taken of takenFromSamlUsers(run, world)) {
    add("a role that a SAML user holds is neither deleted nor narrowed unguarded", taken);
  }
  for (const place of secretsIn({ failures, state: stack.state, log: world.log.lines }))
    add("secrets stay secret", place);
  return violations;
}

/** The places where a secret is readable. */
export function secretsIn(places: Record<string, unknown>): string[] {
  return Object.entries(places).flatMap(([place, content]) => {
    const text = JSON.stringify(content);
    return SECRETS.some((secret) => text.includes(secret)) ? [`in the ${place}`] : [];
  });
}
