import type { DeclaredUser } from "../../provider/plan/stored/declared.js";

/** Undeclared properties cannot drift: disabling or enabling someone by hand is noticed only if the state is declared. */
export function stateRemark(users: readonly DeclaredUser[]): string[] {
  const without = users.filter(({ state, isInvited }) => state === undefined && !isInvited).length;
  if (without === 0) return [];
  const who = without === 1 ? "1 user is" : `${without} users are`;
  return [`${who} declared without state: if someone disables or enables them by hand, no drift shows`];
}
