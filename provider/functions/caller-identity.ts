/** What the API key in use belongs to. */
export interface CallerIdentity {
  /** 12 digits. */
  accountId: string;
  /** The account's region, such as `us-1`. */
  region: string;
  /** The part of the key before the colon. */
  apiKeyId: string;
  /** The key's own role; undefined if the key may not describe itself. */
  roleId: string | undefined;
}
