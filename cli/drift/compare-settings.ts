import type { Account } from "../../provider/client/index.js";
import { settingsDifferences } from "../../provider/plan/account-settings.js";
import type { DeclaredObjects } from "../../provider/plan/stored/declared.js";
import { type Findings, noFindings } from "./findings.js";

/** Compares declared settings with the account's own; only declared keys count. */
export function compareSettings(declared: DeclaredObjects, live: Account): Findings {
  return {
    ...noFindings(countAccounts(declared)),
    changed: declared.settings.flatMap(({ urn, id, settings }) =>
      settingsDifferences(settings, live).map((difference) => ({ urn, kind: "account", id, ...difference })),
    ),
  };
}

export function countAccounts({ settings }: DeclaredObjects): number {
  return new Set(settings.map(({ accountId }) => accountId)).size;
}
