import { countHolders, heldBy, IN_ACCESS } from "../access/holders.js";
import { describeServiceRoles } from "../access/service-roles.js";
import { counted, firstOf, IN_DRIFT, IN_PREVIEW, type Lines, line, listed } from "../text/listed.js";
import { describeTakenOver } from "../text/taken-over.js";
import type { RoleAction, RolesPlan } from "./roles-plan.js";

/** About a set of roles. */
export function describeRoleSet(plan: RolesPlan): Lines {
  const { removals, retiring, unmanaged, heldUnmanaged } = plan;
  const narrowings = new Map(narrowingsOf(plan).map((action) => [action.id, action]));
  const taken = removals.map(({ id, name, action }) => {
    const narrowing = narrowings.get(id);
    return `${name} (${narrowing === undefined ? action : narrowedInSet(narrowing)})`;
  });
  const be = unmanaged.length === 1 ? "is" : "are";
  return {
    losses: line(taken, `${counted(removals.length, "role")} would be narrowed or deleted`, { rest: IN_PREVIEW }),
    warnings: [
      ...describeNewAdmins(plan),
      ...[...retiring].map(([id, holders]) =>
        heldBy(`role ${id} is dropped but still held by`, holders, "It is deleted once they have moved"),
      ),
      ...line(unmanaged, `${counted(unmanaged.length, "custom role")} of the account ${be} not declared`, {
        rest: IN_DRIFT,
      }),
      ...[...heldUnmanaged].map(([id, holders]) =>
        heldBy(`role ${id} is not declared and would be deleted, but is held by`, holders),
      ),
    ],
    infos: [
      ...describeTakenOver(
        "roles",
        plan.takenOver.map((id) => `role ${id}`),
      ),
      ...describeGains(plan),
    ],
  };
}

/** About a role that is declared alone. */
export function describeRole(plan: RolesPlan): Lines {
  return {
    losses: narrowingsOf(plan).map((action) => narrowedAlone(action)),
    warnings: describeNewAdmins(plan),
    infos: describeGains(plan),
  };
}

type Modification = Extract<RoleAction, { do: "modify" }>;

function narrowingsOf({ actions }: RolesPlan): Modification[] {
  return actions.flatMap((action) => (action.do === "modify" && action.lost.length > 0 ? action : []));
}

function describeGains({ actions }: RolesPlan): string[] {
  return actions.flatMap((action) =>
    action.do === "modify" && action.gained.length > 0
      ? `role ${action.id} gains ${describeServiceRoles(action.gained, besides(action))}`
      : [],
  );
}

/** The services by their names: the full URNs are for digests. */
function losing(action: Modification): string {
  return `loses ${describeServiceRoles(action.lost.toSorted(), besides(action))}`;
}

/** What the role lists before or after. */
function besides({ lost, entry: { serviceRoleURNs } }: Modification): string[] {
  return [...lost, ...(Array.isArray(serviceRoleURNs) ? serviceRoleURNs : [])];
}

function narrowedAlone(action: Modification): string {
  const { id, holders } = action;
  const text = `role ${id} ${losing(action)}`;
  if (holders.length === 0) return text;
  const { counts, names } = countHolders(holders);
  const head = `${text}, held by ${counts}`;
  return names.length === 0 ? head : listed(head, names, { rest: IN_ACCESS });
}

/** Among others, so in one line: a few by name, more of them counted. */
function narrowedInSet(action: Modification): string {
  const { holders } = action;
  const { counts, names } = countHolders(holders);
  const few = firstOf(names) === names.join(", ");
  const by = few ? holders.toSorted().join(", ") : `${counts}: ${firstOf(names)}`;
  return `${losing(action)}${holders.length === 0 ? "" : `, held by ${by}`}`;
}

/** What has become of roles that are no longer declared. */
export function describeDeleted(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  return [ids.length === 1 ? `role ${ids[0]}: deleted` : listed(`${counted(ids.length, "role")}: deleted`, ids)];
}

/** Names everyone who becomes an admin because a role gains the identity service's full access. */
function describeNewAdmins({ newAdmins }: RolesPlan): string[] {
  return [...newAdmins].map(([id, holders]) => {
    const head = `role ${id} would gain full access to the identity service, which makes admins of`;
    return holders.length === 0 ? `${head} all who get it` : listed(head, holders.toSorted(), { rest: IN_ACCESS });
  });
}
