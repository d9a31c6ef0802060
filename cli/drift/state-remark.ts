import type { DeclaredUser } from "./declared.js";

/** What is not declared cannot drift: that somebody was disabled or enabled by hand shows only where the state is declared. */
export function stateRemark(users: readonly DeclaredUser[]): string[] {
  const without = users.filter(({ state, isInvited }) => state === undefined && !isInvited).length;
  if (without === 0) return [];
  const whom = without === 1 ? "1 user is" : `${without} users are`;
  return [`${whom} declared without state: if someone disables or enables them by hand, no drift shows`];
}
