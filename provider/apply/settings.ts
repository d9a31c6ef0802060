import { unreadOf } from "../client/api/unread.js";
import { unlessRefused } from "../client/errors/unless-refused.js";
import type { Account } from "../client/index.js";
import { pickSettings, type Settings, settingsDifferences } from "../plan/account-settings.js";
import type { Session } from "../session/session.js";
import { READ_JUST_NOW, RESTS_ON_NO_READ } from "../session/write-once.js";

export interface ReadAccount {
  account: Account;
  /** When it was read. */
  readAt: number;
}

export async function readAccount({ client, clock }: Session, id: string): Promise<ReadAccount> {
  const account = await client.accounts.describe(id);
  return { account, readAt: clock.now() };
}

/** Writes what differs from the declaration, based on the account as it was read. */
export async function modifySettings(
  session: Session,
  { account, readAt }: ReadAccount,
  declared: Settings,
): Promise<Account> {
  if (settingsDifferences(declared, account).length === 0) return account;
  const { accounts } = session.client;
  // It is not documented whether modify merges or replaces, so the whole body is sent: as read, with the differences applied.
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

/** A modify sends all settings and may reset those that it leaves out, so it needs a value for each setting. */
function refuseUnread(account: Account, declared: Settings): void {
  const unread = unreadOf(account).filter((name) => pickSettings(declared)[name as keyof Settings] === undefined);
  if (unread.length === 0) return;
  const declarable = unread.filter((name) => name !== "region");
  throw new Error(
    `the API does not show ${unread.join(", ")} of account ${account.id}, and a change of any setting sends all of them: what ` +
      "was not read would be overwritten. Nothing was written. " +
      (declarable.length > 0
        ? `Declare ${declarable.join(", ")} as it should be`
        : "Run again once the service has recovered") +
      (declarable.length > 0 && declarable.length < unread.length
        ? ", and run again once the service has recovered."
        : "."),
  );
}

/** The settings as found, without those that were not read. */
export function foundIn(account: Account, { log }: Session, declared: Settings): Settings {
  const unread = unreadOf(account);
  const lost = Object.keys(pickSettings(declared)).filter((name) => unread.includes(name));
  if (lost.length > 0) {
    log.warn(
      `account ${account.id} does not show ${lost.join(", ")}: a restore leaves that alone, since the original value is unknown.`,
    );
  }
  return pickSettings(Object.fromEntries(Object.entries(account).filter(([name]) => !unread.includes(name))));
}

/** Closes the account and verifies that it is closed. */
export async function closeAccount(
  session: Session,
  accountId: string,
  confirmation: string | undefined,
): Promise<void> {
  if (confirmation !== accountId) {
    throw new Error(`closeAccountConfirmation is not "${accountId}". Nothing was sent.`);
  }
  const { accounts } = session.client;
  let words = "";
  await session.deleteOnce({
    send: async () => {
      ({ message: words } = await accounts.delete(accountId));
    },
    fetch: async () => {
      const live = await unlessRefused(accounts.describe(accountId), ({ status }) => status === 403);
      // A suspended account may no longer be readable; then the documented response to the deletion must have come.
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
