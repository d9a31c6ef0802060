import { UNKNOWN } from "../args/fields.js";
import { firstOf } from "../text/listed.js";
import { nearest } from "../text/nearest.js";
import { ownerInUrn, urnParts } from "../urn.js";
import type { LiveRole, RoleAction } from "./roles-plan.js";

interface ServiceRole {
  service: string;
  account: string;
  role: string;
}

/**
 * Says which service role URNs that the plan gives are of another account, of a service or of a role that no role of the
 * account has, the predefined ones included. The API knows which there are; this only knows what is in use, so it warns.
 */
export function describeUnknownURNs(actions: readonly RoleAction[], live: readonly LiveRole[]): string[] {
  const inUse = live.flatMap(({ serviceRoleURNs }) => serviceRoleURNs.flatMap(serviceRoleOf));
  if (inUse.length === 0) return [];
  const given = actions.flatMap((action) => givenBy(action).map((one) => ({ ...one, by: action.id })));
  const known = indexOf(inUse);
  const doubts = given.flatMap(({ by, ...one }) => {
    const text = doubtAbout(one, known);
    return text === undefined ? [] : { text, by };
  });
  return [...Map.groupBy(doubts, ({ text }) => text)].map(([text, of]) => {
    const ids = [...new Set(of.map(({ by }) => by))].sort();
    return `serviceRoleURNs of role${ids.length === 1 ? "" : "s"} ${firstOf(ids)}: ${text}`;
  });
}

function givenBy(action: RoleAction): ServiceRole[] {
  if (action.do === "delete") return [];
  const urns: unknown = action.do === "modify" ? action.added : action.entry.serviceRoleURNs;
  return Array.isArray(urns) ? urns.filter((urn) => urn !== UNKNOWN).flatMap(serviceRoleOf) : [];
}

interface InUse {
  accounts: ReadonlySet<string>;
  rolesOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function indexOf(inUse: readonly ServiceRole[]): InUse {
  const rolesOf = new Map<string, Set<string>>();
  for (const { service, role } of inUse) {
    const roles = rolesOf.get(service);
    if (roles === undefined) rolesOf.set(service, new Set([role]));
    else roles.add(role);
  }
  return { accounts: new Set(inUse.map(({ account }) => account)), rolesOf };
}

function doubtAbout({ service, account, role }: ServiceRole, { accounts, rolesOf }: InUse): string | undefined {
  if (!accounts.has(account)) {
    const own = accounts.size === 1 ? `. This account is ${[...accounts][0]}` : "";
    return `no role of this account has a URN of account ${account}${own}`;
  }
  const roles = rolesOf.get(service);
  if (roles === undefined) {
    return `no role of this account has a role of ${service}${meant(service, [...rolesOf.keys()])}`;
  }
  return roles.has(role) ? undefined : `no role of this account has ${role} of ${service}${meant(role, [...roles])}`;
}

function meant(word: string, known: readonly string[]): string {
  const one = nearest(word, known);
  return one === undefined ? `; those in use are ${firstOf(known.toSorted())}` : `. Did you mean ${one}?`;
}

function serviceRoleOf(urn: unknown): ServiceRole[] {
  const { service, object: role } = urnParts(urn) ?? {};
  const { accountId: account } = ownerInUrn(urn) ?? {};
  return !service || !role || account === undefined ? [] : [{ service, account, role }];
}
