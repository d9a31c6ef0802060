import { z } from "zod";

const nullable = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** An identity's account on a source, as SailPoint shows it and as a seed declares it. Only the id is required. */
export const sailPointAccountSeed = z.strictObject({
  id: z.string().min(1),
  name: nullable(z.string()),
  created: z.iso.datetime().optional(),
  modified: z.iso.datetime().optional(),
  sourceId: nullable(z.string()),
  sourceName: nullable(z.string()),
  identityId: nullable(z.string()),
  attributes: nullable(z.record(z.string(), z.unknown())),
  authoritative: nullable(z.boolean()),
  description: nullable(z.string()),
  disabled: nullable(z.boolean()).default(false),
  locked: nullable(z.boolean()).default(false),
  nativeIdentity: nullable(z.string()),
  systemAccount: nullable(z.boolean()).default(false),
  uncorrelated: nullable(z.boolean()).default(false),
  uuid: nullable(z.string()),
  manuallyCorrelated: nullable(z.boolean()).default(false),
  hasEntitlements: nullable(z.boolean()).default(false),
  cloudLifecycleState: nullable(z.string()),
  identityState: nullable(z.string()),
});

/** The SailPoint side of a seed. */
export const sailPointSeed = z.strictObject({
  clientId: z.string().regex(/^\S+$/, "must not be empty or contain a space").default("emulator-demo-client"),
  /** It works only with an emulator. */
  clientSecret: z
    .string()
    .regex(/^\S+$/, "must not be empty or contain a space")
    .default("emulator-demo-client-secret"),
  accounts: z
    .array(sailPointAccountSeed)
    .refine((accounts) => new Set(accounts.map(({ id }) => id)).size === accounts.length, "contains an id twice")
    .default([]),
});
