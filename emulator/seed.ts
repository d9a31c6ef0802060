import { z } from "zod";
import { foldEmail } from "./fold-email.js";
import { sailPointSeed } from "./sailpoint/account.js";
import { accountSeed, apiKeySeed, invitationSeed, roleSeed, samlUserSeed, userSeed } from "./seed-objects.js";
import { switchesSchema } from "./switches.js";

/** The id of the API key that a seed without keys gets; it has full access. */
export const demoApiKeyId = "emulator-demo-key";
/** The secret of the API key that a seed without keys gets. It only opens an emulator. */
export const demoApiKeySecret = "emulator-demo-secret";

/** Every account has these; they cannot be edited or deleted. */
export const predefinedRoleIds = ["full-access", "read-only", "scanner"] as const;

const tenantFields = {
  account: accountSeed.prefault({}),
  roles: z.array(roleSeed).default([]),
  users: z.array(userSeed).default([]),
  apiKeys: z.array(apiKeySeed).optional(),
  invitations: z.array(invitationSeed).default([]),
  samlUsers: z.array(samlUserSeed).default([]),
};

const tenantSeed = z.strictObject(tenantFields).superRefine(checkReferences);

/**
 * What an emulator starts with. `{}` is an account with predefined roles and the demo key; the lists at the top belong
 * to `account`; `accounts` are further ones, whose keys see only their own objects.
 */
export const Seed = z
  .strictObject({
    ...tenantFields,
    accounts: z.array(tenantSeed).default([]),
    /** A SailPoint tenant beside Cloud One. */
    sailpoint: sailPointSeed.prefault({}),
    /** Positions of switches, so that a seed file is complete. */
    switches: switchesSchema.default({}),
  })
  .superRefine(checkReferences)
  .superRefine(({ account, accounts, apiKeys = [] }, context) => {
    const accountIds = new Set([account.id]);
    const keyIds = new Set(apiKeys.map(({ id }) => id));
    accounts.forEach((tenant, index) => {
      if (accountIds.has(tenant.account.id)) complain(context, ["accounts", index, "account", "id"], "is taken");
      accountIds.add(tenant.account.id);
      tenant.apiKeys?.forEach(({ id }, key) => {
        if (keyIds.has(id)) complain(context, ["accounts", index, "apiKeys", key, "id"], "is taken");
        keyIds.add(id);
      });
    });
  });

/** A seed as people write it. */
export type Seed = z.input<typeof Seed>;

/** A seed with all defaults filled in. */
export type FilledSeed = z.output<typeof Seed>;

/** One account's part of a seed, filled in. */
export type TenantSeed = z.output<typeof tenantSeed>;

/** An impossible seed; the message names each field. */
export class SeedError extends Error {
  override name = "SeedError" as const;

  constructor(issues: readonly z.core.$ZodIssue[]) {
    const lines = issues.map(({ path, message }) => `${z.core.toDotPath(path) || "seed"}: ${message}`);
    super(`The seed is not valid.\n${lines.map((line) => `  ${line}`).join("\n")}`);
  }
}

/** Fills in a seed, or throws a `SeedError`. */
export function fillSeed(seed: unknown): FilledSeed {
  const result = Seed.safeParse(seed);
  if (!result.success) throw new SeedError(result.error.issues);
  return result.data;
}

interface References {
  roles: { id: string }[];
  users: { id?: string | undefined; email: string; roleID: string }[];
  apiKeys?: { id: string; roleID: string }[] | undefined;
  invitations: { id?: string | undefined; roleID: string }[];
  samlUsers: { id?: string | undefined; roleID: string }[];
}

function checkReferences(tenant: References, context: z.core.$RefinementCtx): void {
  const roles = new Set<string>([...predefinedRoleIds, ...tenant.roles.map(({ id }) => id)]);
  for (const kind of ["users", "apiKeys", "invitations", "samlUsers"] as const) {
    tenant[kind]?.forEach(({ roleID }, index) => {
      if (!roles.has(roleID)) complain(context, [kind, index, "roleID"], `names no role of the seed: ${roleID}`);
    });
  }
  for (const kind of ["roles", "users", "apiKeys", "invitations", "samlUsers"] as const) {
    repeated((tenant[kind] ?? []).map(({ id }) => id)).forEach((index) => {
      complain(context, [kind, index, "id"], "is taken");
    });
  }
  repeated(tenant.users.map((user) => foldEmail(user.email))).forEach((index) => {
    complain(context, ["users", index, "email"], "is taken");
  });
}

function repeated(values: readonly (string | undefined)[]): number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (value === undefined) return [];
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}

function complain(context: z.core.$RefinementCtx, path: (string | number)[], message: string): void {
  context.issues.push({ code: "custom", path, message, input: undefined });
}
