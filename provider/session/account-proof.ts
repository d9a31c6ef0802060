import { unlessRefused } from "../client/errors/unless-refused.js";
import type { CloudOne } from "../client/index.js";
import { ownerInUrn } from "../plan/urn.js";

/** The account of the API key in use, as the API's own responses prove it. */
export interface Owner {
  accountId: string;
  region: string;
  apiKeyId: string;
  /** The role of the key; undefined if the key may not describe itself. */
  roleId: string | undefined;
}

/** The same, with the state of that account. */
export interface Caller extends Owner {
  /** `active`, `suspended`, …; undefined if the key may not describe its account. */
  accountState: string | undefined;
}

/** The key in use does not belong to the account that a resource or the configuration names. */
export class AccountMismatchError extends Error {
  override name = "AccountMismatchError" as const;
}

/** Proves, once per process, which account the key belongs to. */
export class AccountProof {
  readonly #client: CloudOne;
  readonly #configured: string | undefined;
  #owner: Promise<Owner> | undefined;
  #caller: Promise<Caller> | undefined;

  constructor(client: CloudOne, configuredAccountId: string | undefined) {
    this.#client = client;
    this.#configured = configuredAccountId;
  }

  /** The key's own account; fails if the configuration names another one. */
  caller(): Promise<Caller> {
    this.#caller ??= this.#withState();
    return this.#caller;
  }

  /** The same, without the state of the account. */
  owner(): Promise<Owner> {
    this.#owner ??= this.#find();
    return this.#owner;
  }

  /** Fails unless the key belongs to `accountId`; `what` is what belongs there, such as `role auditor`. */
  async require(accountId: string | undefined, what: string): Promise<Owner> {
    const owner = await this.owner();
    if (accountId !== undefined && accountId !== owner.accountId) {
      throw new AccountMismatchError(
        `API key ${owner.apiKeyId} belongs to account ${owner.accountId}, but ${what} belongs to account ${accountId}. ` +
          "Nothing was read or written. Use a key of that account, or check which stack you are in.",
      );
    }
    return owner;
  }

  async #withState(): Promise<Caller> {
    const owner = await this.owner();
    const account = await readable(this.#client.accounts.describe(owner.accountId));
    return { ...owner, accountState: account?.state };
  }

  async #find(): Promise<Owner> {
    const { roleId, region, accountId } = await this.#identity();
    const apiKeyId = this.#client.apiKeyId;
    if (this.#configured !== undefined && this.#configured !== accountId) {
      throw new AccountMismatchError(
        `API key ${apiKeyId} belongs to account ${accountId}, but cloudone:accountId is ${this.#configured}. ` +
          "Nothing was written. Use a key of that account, or correct the configuration.",
      );
    }
    return { accountId, region, apiKeyId, roleId };
  }

  /** From the key's own URN, read by itself or from the list of keys; otherwise from the URN of any object that it may read. */
  async #identity(): Promise<{ accountId: string; region: string; roleId: string | undefined }> {
    const client = this.#client;
    const key =
      (await readable(client.apiKeys.describe(client.apiKeyId))) ??
      (await readable(first(client.apiKeys.list(), ({ id }) => id === client.apiKeyId)));
    const own = ownerInUrn(key?.urn);
    if (own !== undefined) return { ...own, roleId: key?.roleID };
    for (const list of [() => client.roles.list(), () => client.users.list()]) {
      const other = ownerInUrn((await readable(first<{ urn: string }>(list())))?.urn);
      if (other !== undefined) return { ...other, roleId: key?.roleID };
    }
    throw new AccountMismatchError(
      `Cannot prove which account API key ${client.apiKeyId} belongs to: it may read neither itself nor any role or user. ` +
        "Nothing was written, and no response of the API counts as proof that something is gone. " +
        "Give the key a role that may read API keys, such as read-only.",
    );
  }
}

async function first<T>(items: AsyncIterable<T>, fits = (_: T): boolean => true): Promise<T | undefined> {
  for await (const item of items) if (fits(item)) return item;
  return undefined;
}

/** Undefined if this key may not read the object. */
function readable<T>(read: Promise<T>): Promise<T | undefined> {
  return unlessRefused(read, ({ status }) => status === 403 || status === 404);
}
