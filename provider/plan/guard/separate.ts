import { UNKNOWN } from "../args/fields.js";
import { matchesAny } from "../args/glob.js";

/** Two patterns for service role URNs, of which no role may match both. */
export type SeparatePair = [string, string];

/** Why a role may not hold these URNs: one line for each pair that it would match. URNs that are not known yet pass. */
export function joinedBy(roleId: string, urns: unknown, pairs: readonly SeparatePair[] | undefined): string[] {
  const known = Array.isArray(urns) ? urns.filter((urn) => typeof urn === "string" && urn !== UNKNOWN) : [];
  return (pairs ?? []).flatMap(([one, other]) => {
    const first = known.find((urn) => matchesAny([one], urn));
    const second = known.find((urn) => matchesAny([other], urn));
    if (first === undefined || second === undefined) return [];
    const both = first === second ? `${first}, which matches both` : `${first} and ${second}, which match`;
    return [
      `guard.separate: role ${roleId} would hold ${both} "${one}" and "${other}". Take one of them out of the role; ` +
        "guard.allow does not lift this",
    ];
  });
}

/** The known, well-formed pairs of an unchecked guard. */
export function pairsOf(guard: unknown): SeparatePair[] {
  const separate = typeof guard === "object" && guard !== null && "separate" in guard ? guard.separate : undefined;
  return Array.isArray(separate) ? separate.filter(isPair) : [];
}

function isPair(value: unknown): value is SeparatePair {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "string" && one !== UNKNOWN);
}
