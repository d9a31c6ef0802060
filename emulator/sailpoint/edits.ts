import { z } from "zod";
import type { Clock } from "../clock.js";
import { timestamp } from "../timestamp.js";
import { sailPointAccountSeed } from "./account.js";
import type { SailPointAccount, SailPointAccountSeed } from "./account-object.js";
import type { SailPointTenant } from "./tenant.js";

/** What SailPoint itself or an administrator does. It is not in the request log. */
export interface SailPointEdits {
  addAccount(account: SailPointAccountSeed): SailPointAccount;
  /** Such as `{ disabled: true }` for someone who left. */
  modifyAccount(id: string, changes: Partial<Omit<SailPointAccount, "id">>): SailPointAccount;
  removeAccount(id: string): void;
  /** Gives the client a new secret; issued tokens stay valid until they expire. */
  rotateClientSecret(clientSecret: string): void;
  /** Refuses all issued tokens before they expire. */
  revokeTokens(): void;
}

/** Each throws if an account does not exist, already exists, or has no such field. */
export function createSailPointEdits(tenant: SailPointTenant, clock: Clock): SailPointEdits {
  const { accounts } = tenant;
  const find = (id: string): SailPointAccount => {
    const account = accounts.get(id);
    if (account === undefined) throw new Error(`The emulator has no SailPoint account ${id}.`);
    return account;
  };
  return {
    addAccount: (given) => {
      const account = check(given);
      if (accounts.has(account.id)) throw new Error(`The emulator already has the SailPoint account ${account.id}.`);
      accounts.set(account.id, account);
      return account;
    },
    modifyAccount: (id, changes) => {
      const changed = check({ ...find(id), ...changes, id, modified: timestamp(clock.now()) });
      accounts.set(id, changed);
      return changed;
    },
    removeAccount: (id) => {
      find(id);
      accounts.delete(id);
    },
    rotateClientSecret: (clientSecret) => tenant.rotateSecret(z.string().min(1).parse(clientSecret)),
    revokeTokens: () => tenant.revokeTokens(),
  };
}

/** Edits also come over HTTP, unchecked. */
function check(given: unknown): SailPointAccount {
  const result = sailPointAccountSeed.safeParse(given);
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}
