import type { Account } from "../../client/index.js";
import { pickSettings, type Settings } from "../../plan/account-settings.js";
import type { Properties } from "../resource.js";

export interface AccountSettingsOutputs extends Settings {
  accountId: string;
  region: string;
  accountState: string;
  cloudOneUrn: string;
  /** Each key's value when it was first declared: a restore brings it back. */
  found: Settings;
  deletionPolicy?: string;
  closeAccountConfirmation?: string;
}

/** What the state holds of the account: of its settings only what is declared. */
export function outputs(live: Account, declared: Settings, found: Settings): AccountSettingsOutputs {
  return {
    accountId: live.id,
    ...pickSettings(live, declared),
    region: live.region,
    accountState: live.state,
    cloudOneUrn: live.urn,
    found,
  };
}

export function label({ accountId, id }: Properties): string {
  const account = accountId ?? id;
  return account === undefined ? "settings of the key's account" : `settings of account ${account}`;
}
