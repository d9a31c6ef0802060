import type { Account } from "../../provider/client/index.js";
import { settingsDifferences } from "../../provider/plan/account-settings.js";
import type { DeclaredObjects } from "../../provider/plan/declared.js";
import type { Findings } from "./findings.js";

/** Compares declared settings with the account's own; only declared keys count. */
export function compareSettings({ settings }: DeclaredObjects, live: Account): Findings {
  return {
    managed: new Set(settings.map(({ accountId }) => accountId)).size,
    changed: settings.flatMap(({ urn, id, settings: declared }) =>
      settingsDifferences(declared, live).map((difference) => ({
        urn,
        kind: "account" as const,
        id,
        property: difference.property,
        declared: difference.declared,
        actual: difference.actual,
      })),
    ),
    missing: [],
    unmanaged: [],
    undecided: [],
  };
}
