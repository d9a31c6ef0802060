/** The service role URNs of each role. */
export type RoleURNs = ReadonlyMap<string, readonly string[]>;

/**
 * What roles hold: by the account, and by the declarations of this run as far as they are known. Which of the two comes
 * first nobody can say, so a change is judged by the one that takes more.
 */
export interface RoleContents {
  /** What the account says; what is declared, for a role that it does not have. */
  now(id: string): readonly string[] | undefined;
  /** All that the role's holders may have had: what it holds and what this run gives to it. */
  atMost(id: string): readonly string[] | undefined;
  /** What the role's holders are left with when the run is through. */
  atLeast(id: string): readonly string[] | undefined;
}

/** @param isForecast whether what is declared counts as done: preview says what the whole run makes of the account */
export function roleContents(
  live: RoleURNs,
  declared: RoleURNs = new Map(),
  { isForecast = false } = {},
): RoleContents {
  return {
    now: (id) => live.get(id) ?? declared.get(id),
    atMost(id) {
      const [is, becomes] = [live.get(id), declared.get(id)];
      return is === undefined || becomes === undefined ? (is ?? becomes) : [...new Set([...is, ...becomes])];
    },
    atLeast(id) {
      const [is, becomes] = [live.get(id), declared.get(id)];
      if (becomes === undefined) return is;
      return isForecast ? becomes : is?.filter((urn) => becomes.includes(urn));
    },
  };
}
