import { closeAccount, foundIn, modifySettings, type ReadAccount, readAccount } from "../apply/settings.js";
import {
  type AccountSettingsInputs,
  accountSettingsArgs,
  accountSettingsPolicies,
  keepFound,
  pickSettings,
  restoredSettings,
  SETTINGS,
  type Settings,
  settingsDifferences,
} from "../plan/account-settings.js";
import { describeDifferences } from "../plan/args/difference.js";
import { hasUnknown } from "../plan/args/fields.js";
import { readable } from "../plan/stored/declared.js";
import { exportSettings } from "../plan/stored/exported.js";
import { foundAsDeclared } from "../plan/text/found-as-declared.js";
import { asLeft } from "../session/not-kept-error.js";
import type { Session } from "../session/session.js";
import { type AccountSettingsOutputs, label, outputs } from "./account-settings/outputs.js";
import { previewSettings } from "./account-settings/preview.js";
import type { Plan, Resource } from "./resource.js";
import { accountOfUrn, drops, known, NOTHING, notAsDeclared, owned, refuseOtherObject } from "./single.js";

export interface SettingsPlan extends Plan {
  /** The account as read before the write; a closure reads nothing first. */
  read?: ReadAccount;
}

/** The settings of the account itself. They always exist, so create takes them over and changes what is declared. */
export const accountSettings: Resource<AccountSettingsInputs, AccountSettingsOutputs, SettingsPlan> = {
  object: "account",
  declaredObjects({ urn, id, inputs }, into) {
    const settings = readable({ urn, id }, "account", inputs, SETTINGS, into) as Settings;
    into.settings.push({ urn, id, accountId: id, settings });
  },
  exported: exportSettings,
  args: accountSettingsArgs,
  policies: accountSettingsPolicies,
  shown: {},
  label,
  accountOf: (id, properties) =>
    accountOfUrn(properties) ?? (id === undefined ? (properties.accountId as string | undefined) : undefined),
  keys: ({ accountId }) => known(accountId),
  undecided: ({ accountId }) =>
    hasUnknown(accountId) ? [{ property: "accountId", reason: "it says which account this is" }] : [],

  preview: previewSettings,

  async compare(_session, _id, declared, stored) {
    return { ...NOTHING, changes: !isSame(declared, stored), replaces: replacing(declared, stored) };
  },
  isAsDeclared: async (_session, _id, declared, stored) =>
    replacing(declared, stored).length === 0 && isSame(declared, stored),

  async plan(session, declared, stored, id) {
    if (declared === undefined && stored?.deletionPolicy === "closeAccount") return { checkFailures: [] };
    const accountId = id ?? (await session.proof.owner()).accountId;
    if (declared !== undefined) refuseOtherObject(declared.accountId, accountId);
    return { checkFailures: [], read: await readAccount(session, accountId) };
  },

  async apply(session, declared, stored, { read }) {
    if (declared === undefined) {
      const done = stored === undefined ? [] : await remove(session, stored, read);
      return { outputs: stored as AccountSettingsOutputs, failures: [], done };
    }
    if (read === undefined) throw new Error("the account was not read. Nothing was sent.");
    const { id } = read.account;
    const live = await asLeft(modifySettings(session, read, declared), (now) => settingsDifferences(declared, now));
    const { deletionPolicy = accountSettingsPolicies.deletionPolicy } = declared;
    const isUntouched = stored === undefined && live === read.account && Object.keys(pickSettings(declared)).length > 0;
    if (deletionPolicy === "restore" && isUntouched) {
      session.log.warn(
        `settings of account ${id}: what is declared was ${foundAsDeclared("deletionPolicy").join(". ")}`,
      );
    }
    const found = keepFound(stored?.found ?? {}, declared, foundIn(read.account, session, declared));
    const outs = await owned(session, "account", id, outputs(live, declared, found));
    return { id, outputs: outs, failures: notAsDeclared(settingsDifferences(declared, outs)) };
  },

  async read(session, id, stored) {
    const live = await session.client.accounts.describe(id);
    const isNew = stored.cloudOneUrn === undefined;
    const outs = await owned(session, "account", id, outputs(live, isNew ? live : stored, stored.found ?? {}));
    const hasDrifted = settingsDifferences(stored, outs).length > 0;
    return { outputs: outs, ...(hasDrifted && { inputs: { accountId: id, ...pickSettings(outs) } }) };
  },
};

function isSame(declared: AccountSettingsInputs, stored: AccountSettingsOutputs): boolean {
  return settingsDifferences(declared, stored).length === 0 && !drops(SETTINGS, stored, declared);
}

function replacing(declared: AccountSettingsInputs, stored: AccountSettingsOutputs): string[] {
  return declared.accountId === undefined || declared.accountId === stored.accountId ? [] : ["accountId"];
}

/** Carries out the policy and describes what was done. */
async function remove(
  session: Session,
  stored: AccountSettingsOutputs,
  read: ReadAccount | undefined,
): Promise<string[]> {
  if (stored.deletionPolicy === "closeAccount") {
    await closeAccount(session, stored.accountId, stored.closeAccountConfirmation);
    return [];
  }
  if (read === undefined) throw new Error("the account was not read. Nothing was sent.");
  const { target, kept } = restoredSettings(stored, stored.found, read.account);
  if (kept) {
    session.log.warn(
      `account ${read.account.id} keeps mfaRequired: true. It was false at create, but a restore never turns it off.`,
    );
  }
  const differences = settingsDifferences(target, read.account);
  await modifySettings(session, read, target);
  const what = label({ accountId: read.account.id });
  if (differences.length === 0) return [`${what}: already as they were found`];
  return [`${what}: given back what was found at create:\n${describeDifferences(differences)}`];
}
