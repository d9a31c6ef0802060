import { unreadOf } from "../client/api/unread.js";
import { type Account, ApiError } from "../client/index.js";
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
import type { CheckFailure } from "../plan/check-args.js";
import { describeDifferences } from "../plan/difference.js";
import { UNKNOWN } from "../plan/fields.js";
import { asLeft } from "../session/not-kept-error.js";
import type { Session } from "../session/session.js";
import { READ_JUST_NOW, RESTS_ON_NO_READ } from "../session/write-once.js";
import { refuseOtherObject } from "./refuse-other-object.js";
import type { Resource } from "./resource.js";

export interface AccountSettingsOutputs extends Settings {
  accountId: string;
  region: string;
  accountState: string;
  cloudOneUrn: string;
  /** What each key was when it was first declared: what a restore gives back. */
  found: Settings;
  deletionPolicy?: string;
  closeAccountConfirmation?: string;
}

/** The settings of the account itself: it is always there, so create takes it over and changes what is declared. */
export const accountSettings: Resource<AccountSettingsInputs, AccountSettingsOutputs> = {
  object: "account",
  args: accountSettingsArgs,
  policies: accountSettingsPolicies,
  optional: SETTINGS,
  label: ({ accountId, id }) => {
    const account = accountId ?? id;
    return account === undefined ? "settings of the key's account" : `settings of account ${account}`;
  },
  keys: ({ accountId }) => (typeof accountId === "string" && accountId !== UNKNOWN ? [accountId] : []),
  differences: (declared, outputs) => settingsDifferences(declared, outputs),
  identifiedBy: ["accountId"],
  identity: async (_, stored, declared) => ({
    replaces: declared.accountId === undefined || declared.accountId === stored.accountId ? [] : ["accountId"],
  }),

  async check(inputs, { session, stored, info, warn }) {
    if (inputs.accountId === UNKNOWN) return { checkFailures: [] };
    const storedId = typeof stored?.accountId === "string" ? stored.accountId : undefined;
    const isStored = storedId !== undefined && (inputs.accountId ?? storedId) === storedId;
    const accountId = isStored ? storedId : (await session.proof.caller()).accountId;
    const declared = { ...inputs, accountId: inputs.accountId ?? accountId };
    const checkFailures: CheckFailure[] =
      declared.accountId === accountId
        ? accountSettingsArgs.rules(declared)
        : [
            {
              property: "accountId",
              reason: `the API key belongs to account ${accountId}, not to ${declared.accountId}`,
            },
          ];
    const sayMfa = ({ mfaRequired }: Settings) => {
      if (inputs.mfaRequired !== false || mfaRequired === false) return;
      const text = mfaRequired ? "no longer require MFA: mfaRequired true → false" : "not require MFA, if it does now";
      warn(`account ${accountId} would ${text}`);
    };
    if (isStored) sayMfa(stored as Settings);
    else if (checkFailures.length === 0) {
      const live = await session.client.accounts.describe(accountId);
      const now = settingsDifferences(inputs as AccountSettingsInputs, live);
      sayMfa(live);
      if (now.length > 0) info(`settings of account ${accountId}, now → declared:\n${describeDifferences(now)}`);
    }
    return { inputs: declared, checkFailures };
  },

  async create(session, inputs) {
    const { accountId } = await session.enterToWrite(inputs.accountId, "these settings");
    const read = await readAccount(session, accountId);
    const before = read.account;
    const live = await asLeft(modify(session, read, inputs), (now) => settingsDifferences(inputs, now));
    const { deletionPolicy = accountSettingsPolicies.deletionPolicy } = inputs;
    if (deletionPolicy === "restore" && live === before && Object.keys(pickSettings(inputs)).length > 0) {
      session.log.warn(
        `settings of account ${accountId}: what is declared was found as declared, so that is what deletionPolicy "restore" ` +
          "gives back. After a rename without `aliases`, a crash or a move, an earlier baseline is lost.",
      );
    }
    return { id: accountId, outputs: outputs(live, inputs, keepFound({}, inputs, foundIn(before, session, inputs))) };
  },

  async read(session, id, stored) {
    const live = await session.client.accounts.describe(id);
    const isNew = stored.cloudOneUrn === undefined;
    const outs = outputs(live, isNew ? live : stored, stored.found ?? {});
    return { outputs: outs, inputs: { accountId: id, ...pickSettings(outs) } };
  },

  async update(session, id, stored, inputs) {
    refuseOtherObject(inputs.accountId, id);
    const read = await readAccount(session, id);
    const live = await asLeft(modify(session, read, inputs), (now) => settingsDifferences(inputs, now));
    return outputs(live, inputs, keepFound(stored.found, inputs, foundIn(read.account, session, inputs)));
  },

  async delete(session, id, stored) {
    if (stored.deletionPolicy === "closeAccount") return close(session, id, stored);
    const read = await readAccount(session, id);
    const { target, kept } = restoredSettings(stored, stored.found, read.account);
    if (kept) {
      session.log.warn(
        `account ${id} keeps mfaRequired: true. It was false at create, but a restore never turns it off.`,
      );
    }
    await modify(session, read, target);
  },
};

interface ReadAccount {
  account: Account;
  /** When it was read. */
  readAt: number;
}

async function readAccount({ client, clock }: Session, id: string): Promise<ReadAccount> {
  const account = await client.accounts.describe(id);
  return { account, readAt: clock.now() };
}

async function close(session: Session, accountId: string, stored: AccountSettingsOutputs): Promise<void> {
  if (stored.closeAccountConfirmation !== accountId) {
    throw new Error(`closeAccountConfirmation is not "${accountId}". Nothing was sent.`);
  }
  const { accounts } = session.client;
  let words = "";
  await session.deleteOnce({
    send: async () => {
      ({ message: words } = await accounts.delete(accountId));
    },
    fetch: async () => {
      const live = await unlessForbidden(accounts.describe(accountId));
      // A suspended account may show nothing any more; then what the vendor documents as the answer has to have come.
      const isClosed = live === undefined ? /suspended/i.test(words) : live.state === "suspended";
      return isClosed ? undefined : (live ?? { state: "not readable" });
    },
    readAt: RESTS_ON_NO_READ,
  });
  session.closed();
  session.log.warn(
    `Account ${accountId} is closed: it is suspended now and will be deleted in 30 days. Until then Trend Micro's support can recover it.`,
  );
}

async function modify(session: Session, { account, readAt }: ReadAccount, declared: Settings): Promise<Account> {
  if (settingsDifferences(declared, account).length === 0) return account;
  const { accounts } = session.client;
  // Whether modify merges or replaces is not documented: the whole body goes, as read, with the differences applied.
  const wanted = ({ alias, locale, timezone, region, mfaRequired }: Account) => ({
    alias: declared.alias ?? alias,
    locale: declared.locale ?? locale,
    timezone: declared.timezone ?? timezone,
    region,
    mfaRequired: declared.mfaRequired ?? mfaRequired,
  });
  return session.modifyOnce({
    seen: account,
    readAt,
    send: async (seen) => {
      refuseUnread(seen, declared);
      return accounts.modify(account.id, wanted(seen), READ_JUST_NOW);
    },
    fetch: () => accounts.describe(account.id),
    differences: (now, seen) => settingsDifferences(wanted(seen), now),
  });
}

/** A modify sends all of them, and may put back to its default what it leaves out: what was not read can do neither. */
function refuseUnread(account: Account, declared: Settings): void {
  const unread = unreadOf(account).filter((name) => pickSettings(declared)[name as keyof Settings] === undefined);
  if (unread.length === 0) return;
  const declarable = unread.filter((name) => name !== "region");
  throw new Error(
    `the API does not show ${unread.join(", ")} of account ${account.id}, and a change of any setting sends all of them: what ` +
      "was not read would be overwritten. Nothing was written. " +
      (declarable.length > 0
        ? `Declare ${declarable.join(", ")} as it is to be`
        : "Run again when the service is well") +
      (declarable.length > 0 && declarable.length < unread.length ? ", and run again when the service is well." : "."),
  );
}

/** What was found of the settings: what was not read was not found. */
function foundIn(account: Account, { log }: Session, declared: Settings): Settings {
  const unread = unreadOf(account);
  const lost = Object.keys(pickSettings(declared)).filter((name) => unread.includes(name));
  if (lost.length > 0) {
    log.warn(
      `account ${account.id} does not show ${lost.join(", ")}: a restore will leave that as it is, since what it was is not known.`,
    );
  }
  return pickSettings(Object.fromEntries(Object.entries(account).filter(([name]) => !unread.includes(name))));
}

/** Undefined where this key may not read it. */
async function unlessForbidden<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

function outputs(live: Account, declared: Settings, found: Settings): AccountSettingsOutputs {
  return {
    accountId: live.id,
    ...pickSettings(live, declared),
    region: live.region,
    accountState: live.state,
    cloudOneUrn: live.urn,
    found,
  };
}
