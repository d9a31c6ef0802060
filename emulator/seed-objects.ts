import { z } from "zod";
import { roleId } from "./cloudone/role-id.js";
import { cloudOneUrn } from "./cloudone/urn.js";
import { defaultAccountId } from "./demo-account.js";

const time = z.iso.datetime({ message: "must be an RFC 3339 time in UTC" });
const email = z.email("must be an email address");
const route = z
  .string()
  .regex(/^(\*|GET|POST|DELETE) \/\S+$/, 'must be a method and a path, such as "GET /users" or "* /roles/*"');

/** An account of a seed. */
export const accountSeed = z.strictObject({
  id: z
    .string()
    .regex(/^\d{12}$/, "must be 12 digits")
    .default(defaultAccountId),
  alias: z.string().default("Emulated account"),
  locale: z.string().default("en"),
  timezone: z.string().default("UTC"),
  region: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*-\d+$/, "must look like us-1")
    .default("us-1"),
  state: z.enum(["active", "suspended"]).default("active"),
  mfaRequired: z.boolean().default(false),
  created: time.optional(),
});

/** A role of a seed. The id of a predefined one replaces that one. */
export const roleSeed = z.strictObject({
  id: roleId,
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  serviceRoleURNs: z.array(cloudOneUrn).default([]),
  created: time.optional(),
});

/** A user of a seed. Only email and roleID are required. */
export const userSeed = z.strictObject({
  id: z.string().min(1).optional(),
  email,
  roleID: roleId,
  name: z.string().optional(),
  locale: z.string().default("en"),
  timezone: z.string().default("UTC"),
  state: z.enum(["enabled", "disabled"]).default("enabled"),
  mfaEnabled: z.boolean().default(false),
  created: time.optional(),
});

/** An API key of a seed. The secret is stored apart and never shown. */
export const apiKeySeed = z.strictObject({
  id: z.string().regex(/^[^:\s]+$/, "must not be empty or contain a colon or a space"),
  secret: z.string().regex(/^\S+$/, "must not be empty or contain a space"),
  roleID: roleId.default("full-access"),
  alias: z.string().optional(),
  description: z.string().default(""),
  locale: z.string().default("en"),
  timezone: z.string().default("UTC"),
  allowedIPs: z.array(z.string()).default([]),
  allowedCIDRs: z.array(z.string()).default([]),
  enabled: z.boolean().default(true),
  /** Routes that refuse this key with 403 whatever its role says; `*` stands for one segment. */
  deny: z.array(route).default([]),
  created: time.optional(),
});

/** A person of a seed who signs in by SSO. Only subject and roleID are required. */
export const samlUserSeed = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
    .optional(),
  subject: z.string().min(1),
  roleID: roleId,
  created: time.optional(),
});

/** An invitation of a seed. */
export const invitationSeed = z.strictObject({
  id: z.string().min(1).optional(),
  email,
  roleID: roleId,
  expiry: time.optional(),
  created: time.optional(),
});
