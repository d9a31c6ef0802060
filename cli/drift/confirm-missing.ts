import { forEachConcurrent } from "../../provider/apply/for-each-concurrent.js";
import type { Findings, Missing } from "./findings.js";

/** Asks for each missing object by itself: a list can lag, and only the API's own 404 says that something is gone. */
export async function confirmMissing(
  findings: Findings,
  exists: (missing: Missing) => Promise<boolean>,
): Promise<Findings> {
  const lagging = new Set<Missing>();
  const failures = await forEachConcurrent(
    findings.missing,
    ({ kind, id }) => `whether ${kind} ${id} is gone could not be read`,
    async (one) => {
      if (await exists(one)) lagging.add(one);
    },
  );
  return {
    ...findings,
    missing: findings.missing.filter((one) => !lagging.has(one)),
    undecided: [
      ...findings.undecided,
      ...failures,
      ...[...lagging].map(({ kind, id }) => `the list of ${kind}s lacks ${id}, but the API still has it: run again`),
    ],
  };
}
