import { foldEmail } from "../../provider/plan/args/fields.js";
import type { ObjectKind } from "../../provider/plan/objects.js";
import type { Session } from "../../provider/session/session.js";
import { compareRoles, countRoles } from "./compare-roles.js";
import { compareSettings, countAccounts } from "./compare-settings.js";
import { compareUsers, countUsers } from "./compare-users.js";
import { type Facts, type Findings, type Missing, noFindings, placeKey } from "./findings.js";
import { withInvited } from "./invited-users.js";
import type { Declared } from "./read-declared.js";

/** How the objects of one kind are compared with the account. */
export interface ComparedKind {
  /** What is read, as a report names it. */
  readonly name: string;
  /** How many objects are declared, whether or not they can be read. */
  count(declared: Declared): number;
  /** Reads what the account has; returns the comparison with it. */
  read(session: Session, declared: Declared): Promise<(facts: Facts) => Findings>;
  /** What another list says about objects that this one lacks. */
  complete?(session: Session, declared: Declared, findings: Findings): Promise<Findings>;
  /** Whether the API still has an object that its list lacks; without this, nothing is ever missing. */
  exists?(session: Session, declared: Declared): (missing: Missing) => Promise<boolean>;
}

/** The kinds of objects, in the order in which what could not be read is named. */
export const COMPARED_KINDS: Readonly<Record<ObjectKind, ComparedKind>> = {
  role: {
    name: "roles",
    count: countRoles,
    async read({ inventory }, declared) {
      const live = await inventory.roles.all();
      return (facts) => compareRoles(declared, live, facts);
    },
    exists:
      ({ inventory }) =>
      async ({ id }) =>
        (await inventory.roles.fetch(id)) !== undefined,
  },
  user: {
    name: "users",
    count: countUsers,
    async read({ inventory }, declared) {
      const live = await inventory.users.all();
      return (facts) => compareUsers(declared, live, facts);
    },
    complete: withInvited,
    exists({ inventory: { users } }, declared) {
      const byPlace = new Map(declared.users.map((user) => [placeKey(user), user]));
      return async (missing) => {
        const { userId, knownAs = "" } = byPlace.get(placeKey(missing)) ?? {};
        if (userId !== undefined) return (await users.fetch(userId)) !== undefined;
        // Without an id, absence rests on two complete walks.
        const wanted = foldEmail(knownAs);
        return (await users.find(({ email }) => foldEmail(email) === wanted)).length > 0;
      };
    },
  },
  account: {
    name: "the account's settings",
    count: countAccounts,
    async read({ client, proof }, declared) {
      if (declared.settings.length === 0) return () => noFindings(0);
      const live = await client.accounts.describe((await proof.owner()).accountId);
      return () => compareSettings(declared, live);
    },
  },
};
