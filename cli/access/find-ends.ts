import { foldEmail } from "../../provider/plan/args/fields.js";
import type { Unreadable } from "../../provider/plan/stored/declared.js";
import { compareUsers } from "../drift/compare-users.js";
import type { Ends } from "../drift/findings.js";
import { readDeclared } from "../drift/read-declared.js";
import type { StateResource } from "../drift/stored-resource.js";
import { resourceName } from "../drift/wording.js";
import type { AccessEnd, AccessEnds } from "./access-ends.js";
import type { AccessReport } from "./access-report.js";

/** Where the declared ends come from. */
export interface EndSource {
  from: AccessEnds["from"];
  /** What declares them, in messages: `Stack prod`. */
  name: string;
  resources: readonly StateResource[];
}

/** The users whose declared access ends within a week, and those who still have access that has ended, as `drift` judges it. */
export function findEnds({ from, name, resources }: EndSource, report: AccessReport, now: number): AccessEnds {
  const declared = readDeclared(resources);
  const other = [...declared.accounts.keys()].find((account) => account !== report.account);
  if (other !== undefined) {
    return { from, rows: [], notKnown: [`${name} is of account ${other}, and this report of ${report.account}`] };
  }
  const people = report.principals.filter(({ kind }) => kind === "user");
  const admins = new Set(report.roles.filter(({ isAdmin }) => isAdmin).map(({ id }) => id));
  const { overdue = [], ending = [] } = compareUsers(
    { ...declared, users: declared.users.filter(({ ending }) => ending !== undefined), former: [] },
    people.map(({ id, email, roleId, state }) => ({ id, email: email ?? "", roleID: roleId, state: state ?? "" })),
    { isAdminRole: (roleId) => admins.has(roleId), now },
  );
  const unreadable = declared.unreadable.filter(
    ({ kind, property }) => kind === "user" && ["until", "then", "*"].includes(property),
  );
  const hasSecretThen = new Set(unreadable.filter(({ property }) => property === "then").map(placeOf));
  const byId = new Map(people.map((one) => [one.id, one]));
  const rowsOf = (ends: readonly Ends[], isOverdue: boolean) =>
    ends.flatMap((row): AccessEnd[] => {
      const one = byId.get(row.userId);
      if (one === undefined) return [];
      const { id, name, email, roleId, state, isAdmin } = one;
      const then = hasSecretThen.has(placeOf(row)) ? null : row.then;
      return [{ kind: "user", id, name, email, roleId, state, isAdmin, until: row.until, then, isOverdue }];
    });
  return {
    from,
    rows: [
      // If `then` is hidden, nothing shows whether the end was carried out.
      ...rowsOf(overdue, true).filter(({ then }) => then !== null),
      ...rowsOf(ending, false),
    ].sort((a, b) => weight(a) - weight(b) || compare(sortName(a), sortName(b))),
    notKnown: unreadable.map(wording),
  };
}

function wording({ property, id, name = id, urn }: Unreadable): string {
  const what = property === "*" ? "what is declared" : property;
  return `${what} of ${name} (${resourceName(urn)})`;
}

function placeOf({ urn, id }: { urn: string; id: string }): string {
  return `${urn} ${id}`;
}

function weight({ isOverdue, isAdmin }: AccessEnd): number {
  return (isOverdue ? 0 : 2) + (isAdmin ? 0 : 1);
}

function sortName({ email, name, id }: AccessEnd): string {
  return `${foldEmail(email ?? name)} ${id}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
