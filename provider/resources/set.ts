import type { CheckFailure } from "../plan/args/check-args.js";
import { hasUnknown, UNKNOWN } from "../plan/args/fields.js";
import type { Policies } from "../plan/args/policies.js";
import { OBJECTS, type ResourceClass } from "../plan/objects.js";
import { accountOfSet, setId } from "../plan/set-id.js";
import type { Lines } from "../plan/text/listed.js";
import type { Session } from "../session/session.js";
import type { Properties } from "./resource.js";

/** What all sets have in common. */
export function setOf(object: "role" | "user", title: ResourceClass) {
  const members = OBJECTS[object].collection;
  const label = ({ id }: Properties) => (id === undefined ? `this ${title}` : `${title} ${id}`);
  return {
    object,
    members,
    label,
    accountOf: accountOfSet,
    newId: (accountId: string, random: () => number) => setId(members, accountId, randomHex(random)),
    /** Proves the account of a stored set. */
    require: (session: Session, id: string) => session.proof.require(accountOfSet(id), label({ id })),
    /** The check knows the members by the stored inputs; after a run that failed half way the outputs have more. */
    describeUnseen(session: Session, id: string, removals: string[] | undefined, news: Properties): Lines {
      const seen = new Set<unknown>(Array.isArray(news.removals) ? news.removals : []);
      const unseen = (removals ?? []).filter((removal) => !seen.has(removal));
      const isSaid = session.declarations.hasAny && unseen.length > 0;
      return { warnings: isSaid ? [`${label({ id })} also takes away: ${unseen.join("; ")}`] : [], infos: [] };
    },
  };
}

/** Policies that are needed but not known yet; and the members, if nothing is known of them. */
export function undecidedIn(
  policies: Policies,
  members: "roles" | "users",
  declared: Properties,
  mayBeUnknown: (policy: string, value: unknown) => boolean = () => false,
): CheckFailure[] {
  const unknown = [...Object.keys(policies), "allowEmpty"].filter(
    (key) => hasUnknown(declared[key]) && !mayBeUnknown(key, declared[key]),
  );
  return [...unknown, ...(declared[members] === UNKNOWN ? [members] : [])].map((property) => ({
    property,
    reason: "it decides who loses what, so it must be known at preview",
  }));
}

function randomHex(random: () => number): string {
  return Array.from({ length: 8 }, () => Math.floor(random() * 16).toString(16)).join("");
}
