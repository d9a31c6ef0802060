import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { typeToken } from "../provider/plan/objects.js";
import { CloudOneResource, isOfType } from "./cloud-one-resource.js";

const OUTPUTS = [
  "accountId",
  "alias",
  "locale",
  "timezone",
  "mfaRequired",
  "region",
  "accountState",
  "cloudOneUrn",
] as const satisfies readonly (keyof AccountSettings)[];

/** The arguments of {@link AccountSettings}. Settings that are not declared are neither changed nor compared. */
export interface AccountSettingsArgs {
  /**
   * The 12-digit id of the account. Changing this replaces the resource.
   *
   * @default the account of the API key
   */
  accountId?: Input<string>;

  /** The account's display name. */
  alias?: Input<string>;

  /** The account's language. */
  locale?: Input<"en" | "ja">;

  /**
   * The account's time zone, as an IANA name.
   *
   * @example "America/Toronto"
   */
  timezone?: Input<string>;

  /** Whether every user of the account has to use multi-factor authentication. */
  mfaRequired?: Input<boolean>;

  /**
   * What deleting this resource does to the account: `"restore"` sets the declared keys back to the values found at
   * create (but never turns `mfaRequired` off), `"retain"` leaves the account as it is, and `"closeAccount"` closes the
   * whole account: it is suspended immediately and deleted after 30 days.
   *
   * @default "restore"
   */
  deletionPolicy?: Input<"restore" | "retain" | "closeAccount">;

  /** `deletionPolicy: "closeAccount"` requires the account id here. */
  closeAccountConfirmation?: Input<string>;
}

/**
 * The settings of the account itself. They always exist, once per account.
 *
 * @example
 * ```typescript
 * new cloudone.AccountSettings("account", { timezone: "America/Toronto", mfaRequired: true });
 * ```
 *
 * @see https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-accounts-about/
 */
export class AccountSettings extends CloudOneResource {
  /** The resource's type token, by which policy packs recognize the class. */
  static readonly __pulumiType = typeToken("AccountSettings");

  /** Whether the value is an AccountSettings, even if another copy of this package created it. */
  static override isInstance(value: unknown): value is AccountSettings {
    return isOfType(value, AccountSettings.__pulumiType);
  }

  declare readonly accountId: Output<string>;
  declare readonly alias: Output<string | undefined>;
  declare readonly locale: Output<string | undefined>;
  declare readonly timezone: Output<string | undefined>;
  declare readonly mfaRequired: Output<boolean | undefined>;
  /** The account's region, such as `us-1`. */
  declare readonly region: Output<string>;
  /** The account's state, such as `active`. */
  declare readonly accountState: Output<string>;
  /** The account's own URN in Cloud One. */
  declare readonly cloudOneUrn: Output<string>;

  constructor(name: string, args: AccountSettingsArgs = {}, opts?: CustomResourceOptions) {
    super("AccountSettings", name, { ...args }, OUTPUTS, opts);
  }

  /** Reads an existing account's settings by its account id, without managing them. */
  static get(name: string, id: Input<ID>, opts?: CustomResourceOptions): AccountSettings {
    return new AccountSettings(name, {}, { ...opts, id });
  }
}
