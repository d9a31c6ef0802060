import type { z } from "zod";
import type { Account, ApiKey, Invitation, Role, User } from "../../provider/client/index.js";
import { PREDEFINED_ROLES } from "../../provider/plan/access/predefined-roles.js";
import { accountSettingsSchema, SETTINGS, type Settings } from "../../provider/plan/account-settings.js";
import { email as emailField, foldEmail } from "../../provider/plan/args/fields.js";
import { roleSchema } from "../../provider/plan/roles/role.js";
import type { ExportedAccount, ExportedUser } from "../../provider/plan/stored/exported.js";
import type { Owner } from "../../provider/session/account-proof.js";
import type { SamlPart } from "../saml-part.js";

/** What an export reads from an account. */
export interface AccountObjects {
  caller: Owner;
  account: Account;
  roles: readonly Role[];
  users: readonly User[];
  /** Undefined if the key may not read them; `unread` says why. */
  apiKeys: readonly ApiKey[] | undefined;
  invitations: readonly Invitation[] | undefined;
  samlUsers: SamlPart;
  unread: readonly string[];
}

/** What the program will not declare. */
export interface Skipped {
  what: string;
  reason: string;
}

/** What can be declared and what cannot, in an order that does not depend on the server's. */
export interface Inventory extends ExportedAccount {
  accountId: string;
  region: string;
  skipped: Skipped[];
}

/** Sorts an account into what a program can declare and what it cannot. */
export function takeInventory(objects: AccountObjects): Inventory {
  const { accountId, region } = objects.caller;
  const skipped: Skipped[] = [];
  const settings = settingsOf(objects.account, skipped);
  const roles = sorted(objects.roles, ({ id }) => id).flatMap((role) => roleOf(role, skipped));
  const perEmail = Map.groupBy(objects.users, ({ email }) => foldEmail(email));
  const users = sorted(objects.users, ({ roleID, email, id }) => `${roleID} ${foldEmail(email)} ${id}`).flatMap(
    (user) => userOf(user, (perEmail.get(foldEmail(user.email)) ?? []).length === 1, skipped),
  );
  for (const { id, alias } of sorted(objects.apiKeys ?? [], ({ id }) => id)) {
    skipped.push({
      what: `API key ${id}${alias ? ` (${alias})` : ""}`,
      reason: "keys are created in the console, which shows their secret once",
    });
  }
  for (const { email, state } of sorted(objects.invitations ?? [], ({ email }) => foldEmail(email))) {
    if (state !== "invited") continue;
    skipped.push({ what: `invitation of ${email}`, reason: "it is not a user yet: export again once it is accepted" });
  }
  for (const reason of objects.unread) skipped.push({ what: "what this key may not read", reason });
  for (const user of samlUsersOf(objects.samlUsers)) skipped.push(user);
  return { accountId, region, settings, roles, users, skipped };
}

function samlUsersOf({ users = [], notCounted, gaps }: SamlPart): Skipped[] {
  return [
    ...sorted(users, ({ subject, id }) => `${subject} ${id}`).map(({ subject, urn, roleID }) => ({
      what: `SAML user ${subject || urn}`,
      reason: `they sign in by SSO: the identity provider gives them their role, now ${roleID}`,
    })),
    ...(notCounted === undefined || gaps.length > 0
      ? []
      : [{ what: "people who sign in by SSO", reason: `they were not counted: ${notCounted}` }]),
    {
      what: "how identity providers map groups to roles",
      reason: "this API does not show it: keep the roles that they assign, and name them in guard.protectedRoles",
    },
  ];
}

function settingsOf(account: Account, skipped: Skipped[]): Settings {
  const settings = Object.fromEntries(
    SETTINGS.flatMap((key) => {
      const judged = accountSettingsSchema.shape[key].safeParse(account[key]);
      if (judged.success) return [[key, account[key]]];
      skipped.push({ what: `setting ${key} of the account`, reason: firstReason(judged.error) });
      return [];
    }),
  );
  return settings;
}

function roleOf({ id, name, description, serviceRoleURNs }: Role, skipped: Skipped[]): Inventory["roles"] {
  const what = `role ${id}`;
  if (PREDEFINED_ROLES.includes(id)) {
    skipped.push({ what, reason: "it is predefined: every account has it, and it cannot be changed" });
    return [];
  }
  const role = {
    roleId: id,
    name,
    ...(description !== "" && { description }),
    serviceRoleURNs: [...serviceRoleURNs].sort(),
  };
  const judged = roleSchema.safeParse(role);
  if (judged.success) return [role];
  skipped.push({ what, reason: firstReason(judged.error) });
  return [];
}

function userOf({ id, email, name, roleID, state }: User, isOnly: boolean, skipped: Skipped[]): ExportedUser[] {
  if (state !== "enabled" && state !== "disabled") {
    skipped.push({ what: `user ${email}`, reason: `the state ${state} cannot be declared` });
    return [];
  }
  const isDeclarable = isOnly && emailField.safeParse(email).success;
  return [{ by: isDeclarable ? { email } : { userId: id }, name, roleId: roleID, isDisabled: state === "disabled" }];
}

function firstReason(error: z.ZodError): string {
  return error.issues[0]?.message ?? "it cannot be declared";
}

function sorted<T>(objects: readonly T[], key: (object: T) => string): T[] {
  return [...objects].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}
