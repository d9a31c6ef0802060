import type { EmulatorOptions } from "../../../emulator/index.js";
import { foldEmail } from "../../../provider/plan/args/fields.js";
import { ACCOUNT, API_KEY } from "../../doubles/world.js";
import type { Chance } from "../chance.js";

export const OTHER_ACCOUNT = "999999999999";
export const OTHER_KEY = "other-key:other-account-secret";
/** Strings that must not appear anywhere. */
export const SECRETS = [API_KEY, OTHER_KEY].map((key) => key.slice(key.indexOf(":") + 1));

export const ROLE_IDS = ["auditor", "operator", "viewer", "deployer", "support"] as const;
export const SPARE_ROLE_IDS = ["auditor-2", "operator-2"] as const;
export const PEOPLE = ["ann", "bob", "cid", "dee", "eve", "fay"] as const;
/** Full access to the last service makes an admin. */
export const URNS = ["workload", "audit", "network", "identity"].flatMap((service) =>
  ["read-only", "full-access"].map((role) => `urn:cloudone:${service}:us-1:${ACCOUNT}:role/${role}`),
);
/** Settings that a program may declare. */
export const SETTINGS = ["alias", "locale", "timezone", "mfaRequired"];
export const TIMEZONES = ["UTC", "Asia/Tokyo", "Europe/Berlin"] as const;
/** Has full access; no program or edit ever changes them, since accounts without an admin are tested elsewhere. */
export const OWNER = "owner@example.com";

/** People who sign in by SSO. */
export const SAML_SUBJECTS = ["sam@example.com", "sue", "sim"] as const;

export const emailOf = (person: string): string => `${person}@example.com`;
export const userIdOf = (person: string, n = 0): string =>
  `${person.charCodeAt(0).toString(16)}0000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

type Seed = NonNullable<EmulatorOptions["seed"]>;

/** An account as someone left it before Pulumi came: roles and users, some of which programs will declare. */
export function drawSeed(chance: Chance): Seed {
  const roles = chance.some([...ROLE_IDS, "by-hand"], 3).map((id) => drawRole(chance, id));
  const custom = roles.length > 0 ? roles.map(({ id }) => id) : ["read-only"];
  const held = ["read-only", "full-access", ...roles.map(({ id }) => id)];
  return {
    account: { alias: "Acme", timezone: chance.pick(TIMEZONES), mfaRequired: chance.happens(0.3) },
    roles,
    users: [
      { email: OWNER, roleID: "full-access" },
      ...chance.some(PEOPLE, chance.happens(0.7) ? 6 : 4).map((person) => ({
        id: userIdOf(person),
        email: chance.happens(0.3) ? emailOf(person).replace(/^./, (first) => first.toUpperCase()) : emailOf(person),
        roleID: chance.pick(held),
        state: chance.happens(0.2) ? ("disabled" as const) : ("enabled" as const),
      })),
      ...Array.from({ length: chance.happens(0.15) ? 40 : 2 }, (_, n) => ({
        email: `bystander${n}@example.com`,
        roleID: "read-only",
      })),
    ],
    apiKeys: [
      { id: API_KEY.slice(0, API_KEY.indexOf(":")), secret: API_KEY.slice(API_KEY.indexOf(":") + 1) },
      { id: "ci", secret: "a-secret-of-ci", roleID: chance.pick(held) },
    ],
    invitations: chance.happens(0.4) ? [{ email: "zoe@example.com", roleID: chance.pick(held) }] : [],
    samlUsers: chance.some(SAML_SUBJECTS, 3).map((subject) => ({ subject, roleID: chance.pick(custom) })),
    accounts: [
      {
        account: { id: OTHER_ACCOUNT },
        users: [{ email: "ann@example.com", roleID: "read-only" }],
        apiKeys: [{ id: "other-key", secret: "other-account-secret" }],
      },
    ],
  };
}

export function drawRole(chance: Chance, id: string) {
  return {
    id,
    name: chance.pick(["One", "Two", "Three"]),
    ...(chance.happens(0.7) && { description: chance.pick(["", "first", "second"]) }),
    serviceRoleURNs: chance.some(URNS, chance.whole(0, 4)),
  };
}

/** Whether two spellings are the same address. */
export function isSame(a: unknown, b: unknown): boolean {
  return typeof a === "string" && typeof b === "string" && foldEmail(a) === foldEmail(b);
}
