/** Says what a restore will give back if what was found is what is declared, and which baseline may be lost. */
export function foundAsDeclared(policy: "removed" | "deletionPolicy"): [baseline: string, lost: string] {
  return [
    `found as declared, so that is what ${policy} "restore" gives back`,
    "After a rename without `aliases`, a crash or a move, an earlier baseline is lost.",
  ];
}
