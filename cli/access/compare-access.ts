import { notIncluded } from "../../provider/plan/access/service-roles.js";
import type { AccessChange, AccessChanges, ChangedPrincipal } from "./access-changes.js";
import type { AccessReport, Principal } from "./access-report.js";

/** Who had or will have which access: the part of a report that a comparison reads. */
export type AccessState = Pick<AccessReport, "roles" | "principals">;

/** Why someone's access is unknown; empty if it is known. */
type Doubt = (principal: Principal) => string[];

/** How access differs between two states of one account, by what people and keys can do. */
export function compareAccess(
  before: AccessState,
  after: AccessState,
  doubt: Doubt = () => [],
): Pick<AccessChanges, "summary" | "rows"> {
  const [then, now] = [abilities(before), abilities(after)];
  const former = new Map(before.principals.map((one) => [keyOf(one), one]));
  const rows = new Map<string, AccessChange>();
  let unchanged = 0;
  const differences = remembered((was: Ability | undefined, is: Ability | undefined) => ({
    gains: notIncluded([...(is?.urns ?? [])], [...(was?.urns ?? [])]),
    losses: notIncluded([...(was?.urns ?? [])], [...(is?.urns ?? [])]),
    notKnown: [...new Set([was?.notKnown, is?.notKnown].flatMap((reason) => reason ?? []))],
  }));
  const put = (old: Principal | undefined, next: Principal | undefined) => {
    const one = next ?? old;
    if (one === undefined) return;
    const [was, is] = [old && then(old), next && now(next)];
    const isSame = old?.roleId === next?.roleId && old?.state === next?.state;
    const difference = differences(was, is);
    const doubts = next === undefined ? [] : doubt(next);
    // Someone who keeps a role that neither state describes keeps its access.
    const notKnown = isSame ? doubts : [...difference.notKnown, ...doubts];
    // If one part is unknown, nothing is said about the rest.
    const { gains, losses } = notKnown.length > 0 ? { gains: [], losses: [] } : difference;
    const wasAdmin = was?.isAdmin === true;
    const isAdmin = notKnown.length > 0 ? wasAdmin : is?.isAdmin === true;
    const differs = gains.length + losses.length + notKnown.length > 0 || wasAdmin !== isAdmin;
    if (old !== undefined && isSame && !differs) {
      unchanged += 1;
      return;
    }
    const change = old === undefined ? "joined" : next === undefined ? "left" : differs ? "changed" : "moved";
    const row: Omit<AccessChange, "who"> = {
      change,
      becomesAdmin: isAdmin && !wasAdmin,
      ceasesToBeAdmin: wasAdmin && !isAdmin,
      before: bindingOf(old),
      after: bindingOf(next),
      gains,
      losses,
      notKnown,
    };
    addTo(rows, row, whoOf(one));
  };
  for (const one of after.principals) {
    const key = keyOf(one);
    put(former.get(key), one);
    former.delete(key);
  }
  for (const one of former.values()) put(one, undefined);
  return summarized([...rows.values()], unchanged);
}

/** Puts rows in the order in which a reviewer needs them, and counts. */
export function summarized(rows: readonly AccessChange[], unchanged: number): Pick<AccessChanges, "summary" | "rows"> {
  const count = (is: (row: AccessChange) => boolean) =>
    rows.reduce((sum, row) => sum + (is(row) ? row.who.length : 0), 0);
  const stays = ({ change }: AccessChange) => change === "changed";
  return {
    summary: {
      newAdmins: count(({ becomesAdmin }) => becomesAdmin),
      formerAdmins: count(({ ceasesToBeAdmin }) => ceasesToBeAdmin),
      joined: count(({ change }) => change === "joined"),
      invited: count(({ change }) => change === "invited"),
      left: count(({ change }) => change === "left"),
      gained: count((row) => stays(row) && row.gains.length > 0),
      lost: count((row) => stays(row) && row.losses.length > 0),
      moved: count(({ change }) => change === "moved"),
      notKnown: count(({ notKnown }) => notKnown.length > 0),
      unchanged,
    },
    rows: rows
      .map((row) => ({ ...row, who: row.who.toSorted((a, b) => compare(sortName(a), sortName(b))) }))
      .sort((a, b) => rank(a) - rank(b) || b.who.length - a.who.length || compare(firstName(a), firstName(b))),
  };
}

/** Adds someone to the row of everyone with the same change. */
export function addTo(rows: Map<string, AccessChange>, row: Omit<AccessChange, "who">, who: ChangedPrincipal): void {
  const key = JSON.stringify(row);
  const known = rows.get(key);
  if (known === undefined) rows.set(key, { ...row, who: [who] });
  else known.who.push(who);
}

interface Ability {
  urns: ReadonlySet<string>;
  isAdmin: boolean;
  notKnown: string | undefined;
}

const NOTHING: Ability = { urns: new Set(), isAdmin: false, notKnown: undefined };

/** What someone can do in a state: nothing while they are disabled. */
function abilities({ roles }: AccessState): (principal: Principal) => Ability {
  const urnsOf = new Map(roles.map(({ id, serviceRoleURNs }) => [id, new Set(serviceRoleURNs)]));
  const known = new Map<string, Ability>();
  return ({ roleId, state, isAdmin }) => {
    if (state !== "enabled" && state !== null) return NOTHING;
    const key = `${isAdmin} ${roleId}`;
    const urns = urnsOf.get(roleId);
    const ability = known.get(key) ?? {
      urns: urns ?? new Set(),
      isAdmin,
      notKnown: urns === undefined ? `what role ${roleId} holds: no list of roles has it` : undefined,
    };
    known.set(key, ability);
    return ability;
  };
}

/** Caches the result for each pair, since many people hold the same roles. */
function remembered<A extends object, B>(work: (was: A | undefined, is: A | undefined) => B) {
  const none = {};
  const known = new Map<object, Map<object, B>>();
  return (was: A | undefined, is: A | undefined): B => {
    const inner = known.get(was ?? none) ?? new Map<object, B>();
    known.set(was ?? none, inner);
    const answer = inner.get(is ?? none) ?? work(was, is);
    inner.set(is ?? none, answer);
    return answer;
  };
}

function rank(row: AccessChange): number {
  if (row.becomesAdmin) return 0;
  if (row.change === "joined") return 1;
  if (row.change === "invited") return 2;
  if (row.notKnown.length > 0) return 3;
  if (row.change === "changed" && row.gains.length > 0) return 4;
  if (row.change === "moved") return 8;
  if (row.ceasesToBeAdmin) return 5;
  return row.change === "left" ? 7 : 6;
}

function bindingOf(one: Principal | undefined) {
  return one === undefined ? null : { roleId: one.roleId, state: one.state ?? "enabled" };
}

function whoOf({ kind, id, name, email }: Principal): ChangedPrincipal {
  return { kind, id, name, email };
}

function keyOf({ kind, id }: Principal): string {
  return `${kind} ${id}`;
}

function sortName({ email, name, kind, id }: ChangedPrincipal): string {
  return [(email ?? name).toLowerCase(), kind, id].join("\u0000");
}

function firstName({ who: [first] }: AccessChange): string {
  return first === undefined ? "" : sortName(first);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
