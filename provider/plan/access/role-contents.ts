import { notIncluded } from "./service-roles.js";

/** The service role URNs of each role. */
export type RoleURNs = ReadonlyMap<string, readonly string[]>;

/** The URNs of these roles. */
export function urnsByRole(
  roles: Iterable<{ id: string; serviceRoleURNs: readonly string[] }>,
): Map<string, readonly string[]> {
  return new Map([...roles].map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs]));
}

/**
 * The URNs of roles, in the account and as declared in this run, if known. It is unknown which of the two applies first, so a
 * change is judged by the one that takes more away.
 */
export interface RoleContents {
  /** The account's URNs; the declared ones for a role that it does not have. */
  now(id: string): readonly string[] | undefined;
  /** Everything that the role's holders may have: its URNs and those that this run adds. */
  atMost(id: string): readonly string[] | undefined;
  /** What the role's holders have at the end of the run. */
  atLeast(id: string): readonly string[] | undefined;
}

/** @param isForecast whether declarations count as done: preview describes the account after the whole run */
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
      return isForecast ? becomes : is && common(is, becomes);
    },
  };
}

/** What each of the two lists allows. */
function common(one: readonly string[], other: readonly string[]): string[] {
  const within = (urns: readonly string[], among: readonly string[]) => {
    const missing = new Set(notIncluded(urns, among));
    return urns.filter((urn) => !missing.has(urn));
  };
  return [...new Set([...within(one, other), ...within(other, one)])];
}
