/**
 * An account as SailPoint returns it: one login of one identity on one source. What SailPoint sends as null is absent;
 * fields that it may add stay as they are.
 * https://developer.sailpoint.com/docs/api/v3/get-account
 */
export interface SailPointAccount {
  id: string;
  name?: string | undefined;
  /** RFC 3339 as the schema says; `true` as the vendor's example has it. */
  created?: string | boolean | undefined;
  modified?: string | boolean | undefined;
  sourceId?: string | undefined;
  sourceName?: string | undefined;
  identityId?: string | undefined;
  /** The account's attributes on its source, by the source's own names. */
  attributes?: Record<string, unknown> | undefined;
  authoritative?: boolean | undefined;
  description?: string | undefined;
  /** Whether the account is disabled. Absent where SailPoint says null: then nothing is known. */
  disabled?: boolean | undefined;
  /** Whether the account is locked, which is often for a few minutes after wrong passwords. */
  locked?: boolean | undefined;
  /** The account's name on its source, such as a login or a distinguished name. */
  nativeIdentity?: string | undefined;
  systemAccount?: boolean | undefined;
  uncorrelated?: boolean | undefined;
  uuid?: string | undefined;
  manuallyCorrelated?: boolean | undefined;
  hasEntitlements?: boolean | undefined;
  /** What SailPoint adds one day. */
  [field: string]: unknown;
}
