/** An identity's account on a source, as a seed declares it: the id is enough. */
export interface SailPointAccountSeed {
  id: string;
  name?: string | null | undefined;
  /** RFC 3339, UTC. */
  created?: string | undefined;
  modified?: string | undefined;
  sourceId?: string | null | undefined;
  sourceName?: string | null | undefined;
  identityId?: string | null | undefined;
  attributes?: Record<string, unknown> | null | undefined;
  authoritative?: boolean | null | undefined;
  description?: string | null | undefined;
  disabled?: boolean | null | undefined;
  locked?: boolean | null | undefined;
  nativeIdentity?: string | null | undefined;
  systemAccount?: boolean | null | undefined;
  uncorrelated?: boolean | null | undefined;
  uuid?: string | null | undefined;
  manuallyCorrelated?: boolean | null | undefined;
  hasEntitlements?: boolean | null | undefined;
  cloudLifecycleState?: string | null | undefined;
  identityState?: string | null | undefined;
}

/** The same account as SailPoint shows it. */
export interface SailPointAccount extends SailPointAccountSeed {
  disabled: boolean | null;
  locked: boolean | null;
  systemAccount: boolean | null;
  uncorrelated: boolean | null;
  manuallyCorrelated: boolean | null;
  hasEntitlements: boolean | null;
}

/** The SailPoint side of a seed, filled in. */
export interface SailPointSeed {
  clientId: string;
  clientSecret: string;
  accounts: SailPointAccount[];
}
