/**
 * An account as SailPoint returns it: one login of one identity on one source. Fields that SailPoint sends as null are
 * absent; fields that it may add stay as they are.
 * https://developer.sailpoint.com/docs/api/v3/get-account
 */
export interface SailPointAccount {
  id: string;
  name?: string | undefined;
  /** RFC 3339 as the schema says; `true` as in the vendor's example. */
  created?: string | boolean | undefined;
  modified?: string | boolean | undefined;
  sourceId?: string | undefined;
  sourceName?: string | undefined;
  identityId?: string | undefined;
  /** The account's attributes on its source, under the source's own names. */
  attributes?: Record<string, unknown> | undefined;
  authoritative?: boolean | undefined;
  description?: string | undefined;
  /** Whether the account is disabled. Absent if SailPoint says null: then it is unknown. */
  disabled?: boolean | undefined;
  /** Whether the account is locked, often only for a few minutes after wrong passwords. */
  locked?: boolean | undefined;
  /** The account's name on its source, such as a login or a distinguished name. */
  nativeIdentity?: string | undefined;
  systemAccount?: boolean | undefined;
  uncorrelated?: boolean | undefined;
  uuid?: string | undefined;
  manuallyCorrelated?: boolean | undefined;
  hasEntitlements?: boolean | undefined;
  /**
   * Where the identity is in its life cycle, by the names that the tenant has given, such as `active` or `inactive`. Absent if
   * SailPoint says null, or if the API is one that does not send it.
   */
  cloudLifecycleState?: string | undefined;
  /** The state of the identity, by SailPoint's own names. Absent as above. */
  identityState?: string | undefined;
  /** What SailPoint may add. */
  [field: string]: unknown;
}
