import { z } from "zod";
import { foldEmail } from "./fold-email.js";
import { unknownKeyMessage } from "./known-keys.js";
import { sailPointSeed } from "./sailpoint/account.js";
import { SeedError } from "./seed-error.js";
import { accountSeed, apiKeySeed, invitationSeed, roleSeed, samlUserSeed, userSeed } from "./seed-objects.js";
import { switchesSchema } from "./switches.js";

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

/** The schema of a {@link Seed}. */
export const seedSchema = z
  .strictObject({
    ...tenantFields,
    accounts: z.array(tenantSeed).default([]),
    /** A SailPoint tenant beside Cloud One. */
    sailpoint: sailPointSeed.prefault({}),
    /** Positions of switches, so that a seed file is complete. */
    switches: switchesSchema.default({}),
    /** Where an editor finds the file's schema; the emulator does not read it. */
    $schema: z.string().optional(),
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

/** A seed with all defaults filled in. */
export type FilledSeed = z.output<typeof seedSchema>;

/** One account's part of a seed, filled in. */
export type TenantSeed = z.output<typeof tenantSeed>;

/** The JSON schema of a seed file, published as docs/reference/seed.schema.json. A seed file may name it as `$schema`. */
export function seedJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(seedSchema, { io: "input" }), null, 2)}\n`;
}

/** Fills in a seed, or throws a `SeedError`. */
export function fillSeed(seed: unknown): FilledSeed {
  const result = seedSchema.safeParse(seed);
  if (result.success) return result.data;
  throw new SeedError(
    result.error.issues.map((issue) =>
      issue.code === "unrecognized_keys" ? { ...issue, message: unknownKeyMessage(seedSchema, issue) } : issue,
    ),
  );
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
