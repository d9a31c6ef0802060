import { UNKNOWN } from "./fields.js";
import { firstOf } from "./listed.js";
import { nearest } from "./nearest.js";
import type { LiveRole, RoleAction } from "./roles-plan.js";

const PARTS = /^urn:cloudone:([^:]+):[^:]*:(\d{12}):(.+)$/i;

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
  const doubts = given.flatMap(({ by, ...one }) => {
    const text = doubtAbout(one, inUse);
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

function doubtAbout({ service, account, role }: ServiceRole, inUse: readonly ServiceRole[]): string | undefined {
  const accounts = distinct(inUse.map((one) => one.account));
  if (!accounts.includes(account)) {
    const own = accounts.length === 1 ? `. This account is ${accounts[0]}` : "";
    return `no role of this account has a URN of account ${account}${own}`;
  }
  const services = distinct(inUse.map((one) => one.service));
  if (!services.includes(service)) return `no role of this account has a role of ${service}${meant(service, services)}`;
  const roles = distinct(inUse.filter((one) => one.service === service).map((one) => one.role));
  return roles.includes(role) ? undefined : `no role of this account has ${role} of ${service}${meant(role, roles)}`;
}

function meant(word: string, known: readonly string[]): string {
  const one = nearest(word, known);
  return one === undefined ? `; those in use are ${firstOf(known.toSorted())}` : `. Did you mean ${one}?`;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}

function serviceRoleOf(urn: unknown): ServiceRole[] {
  const [, service, account, role] = PARTS.exec(String(urn)) ?? [];
  return service === undefined || account === undefined || role === undefined ? [] : [{ service, account, role }];
}
