import {
  type ApiKey,
  createSailPointClient,
  describeWait,
  type Invitation,
  type Role,
  type SailPoint,
  type SamlUser,
  type Seams,
  type User,
  type WaitNotice,
} from "../client/index.js";
import { readConfig } from "../config/config.js";
import { readSailPointConfig } from "../config/sailpoint-config.js";
import type { Sources } from "../config/sources.js";
import type { Log } from "../session/log.js";
import { Session } from "../session/session.js";
import { RunCache } from "./run-cache.js";

/** The account as the functions see it. */
export interface CloudOneContext {
  readonly session: Session;
  readonly roles: RunCache<Role>;
  readonly users: RunCache<User>;
  readonly apiKeys: RunCache<ApiKey>;
  readonly invitations: RunCache<Invitation>;
  readonly samlUsers: RunCache<SamlUser>;
  /** Where objects were searched, for messages. */
  readonly place: string;
}

/** What all functions of one program run share: one client per system, one rate limiter, one inventory. */
export class FunctionContext {
  readonly #sources: Sources;
  readonly #log: Log;
  readonly #seams: Seams;
  #cloudOne: Promise<CloudOneContext> | undefined;
  #sailPoint: SailPoint | undefined;
  /** Results by what was asked. */
  readonly #results = new Map<string, Promise<unknown>>();

  constructor(sources: Sources, log: Log, seams: Seams = {}) {
    this.#sources = sources;
    this.#log = log;
    this.#seams = seams;
  }

  /**
   * Cloud One, after proving that the key belongs to the configured account.
   * @throws ConfigError if the configuration is unusable.
   */
  cloudOne(): Promise<CloudOneContext> {
    this.#cloudOne ??= this.#open();
    return this.#cloudOne;
  }

  async #open(): Promise<CloudOneContext> {
    const session = new Session(readConfig(this.#sources), this.#log, this.#seams);
    const { client, inventory, config } = session;
    if (config.accountId !== undefined) await session.proof.owner();
    return {
      session,
      roles: new RunCache(inventory.roles, () => client.roles.list()),
      users: new RunCache(inventory.users, (filter) => client.users.list(filter)),
      apiKeys: new RunCache(inventory.apiKeys, (filter) => client.apiKeys.list(filter)),
      invitations: new RunCache(inventory.invitations, () => client.invitations.list()),
      samlUsers: new RunCache(inventory.samlUsers.list, () => client.samlUsers.list()),
      place: `the account${config.accountId === undefined ? "" : ` ${config.accountId}`} of API key ${client.apiKeyId} at ${client.baseUrl}`,
    };
  }

  /** @throws ConfigError if the configuration is unusable. */
  sailPoint(): SailPoint {
    const { rateLimiter: _, ...seams } = this.#seams;
    const onWait = (notice: WaitNotice) => this.#log.info(describeWait(notice, "SailPoint's "));
    this.#sailPoint ??= createSailPointClient({ ...readSailPointConfig(this.#sources), onWait }, seams);
    return this.#sailPoint;
  }

  /** Makes the same request once per run; a failure is not cached. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#results.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const result = ask();
    this.#results.set(key, result);
    result.catch(() => this.#results.delete(key));
    return result;
  }
}
