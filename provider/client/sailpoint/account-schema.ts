import { z } from "zod";
import { lenientObject } from "../api/lenient-object.js";

/** The vendor's own example has `true` for both times, although its schema says date-time. */
const time = z.union([z.string(), z.boolean()]);

export const sailPointAccountSchema = lenientObject({
  id: z.string().min(1),
  name: z.string().optional(),
  /** RFC 3339 as the schema says; `true` as in the vendor's example. */
  created: time.optional(),
  modified: time.optional(),
  sourceId: z.string().optional(),
  sourceName: z.string().optional(),
  identityId: z.string().optional(),
  /** The account's attributes on its source, under the source's own names. */
  attributes: z.record(z.string(), z.unknown()).optional(),
  authoritative: z.boolean().optional(),
  description: z.string().optional(),
  /** Whether the account is disabled. Absent if SailPoint says null: then it is unknown. */
  disabled: z.boolean().optional(),
  /** Whether the account is locked, often only for a few minutes after wrong passwords. */
  locked: z.boolean().optional(),
  /** The account's name on its source, such as a login or a distinguished name. */
  nativeIdentity: z.string().optional(),
  systemAccount: z.boolean().optional(),
  uncorrelated: z.boolean().optional(),
  uuid: z.string().optional(),
  manuallyCorrelated: z.boolean().optional(),
  hasEntitlements: z.boolean().optional(),
  /** Where the person is in the company's life cycle, by the tenant's own names, such as `active` or `terminated`. */
  cloudLifecycleState: z.string().optional(),
  /** The state of the identity as SailPoint itself sees it. */
  identityState: z.string().optional(),
});
