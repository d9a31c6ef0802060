import {
  type ApiKey,
  createSailPoint,
  describeWait,
  type Invitation,
  type Role,
  type SailPoint,
  type SamlUser,
  type User,
} from "../client/index.js";
import { readConfig, type Sources } from "../config/config.js";
import { readSailPointConfig } from "../config/sailpoint-config.js";
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
  /** Where was looked, for messages. */
  readonly place: string;
}

/** What all functions of one program run share: one client a system, one rate limiter, one directory. */
export class FunctionContext {
  readonly #sources: Sources;
  readonly #log: Log;
  readonly #seams: NonNullable<ConstructorParameters<typeof Session>[2]>;
  #cloudOne: Promise<CloudOneContext> | undefined;
  #sailPoint: SailPoint | undefined;
  /** SailPoint's answers, by what was asked. */
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(sources: Sources, log: Log, seams: ConstructorParameters<typeof Session>[2] = {}) {
    this.#sources = sources;
    this.#log = log;
    this.#seams = seams;
  }

  /**
   * Cloud One, once it is proven that the key belongs to the configured account.
   * @throws ConfigError for a configuration that cannot be used.
   */
  cloudOne(): Promise<CloudOneContext> {
    this.#cloudOne ??= this.#open();
    return this.#cloudOne;
  }

  async #open(): Promise<CloudOneContext> {
    const session = new Session(readConfig(this.#sources), this.#log, this.#seams);
    const { client, inventory, config } = session;
    if (config.accountId !== undefined) await session.proof.caller();
    return {
      session,
      roles: new RunCache(inventory.roles, () => client.roles.list()),
      users: new RunCache(inventory.users, (filter) => client.users.list(filter)),
      apiKeys: new RunCache(inventory.apiKeys, (filter) => client.apiKeys.list(filter)),
      invitations: new RunCache(inventory.invitations, () => client.invitations.list()),
      samlUsers: new RunCache(inventory.samlUsers.list, () => client.samlUsers.list()),
      place: `the account ${config.accountId ?? ""} of API key ${client.apiKeyId} at ${client.baseUrl}`.replace(
        "  ",
        " ",
      ),
    };
  }

  /** @throws ConfigError for a configuration that cannot be used. */
  sailPoint(): SailPoint {
    const { rateLimiter: _, ...seams } = this.#seams;
    this.#sailPoint ??= createSailPoint({
      ...readSailPointConfig(this.#sources),
      ...seams,
      onWait: (notice) => this.#log.info(describeWait(notice, "SailPoint's ")),
    });
    return this.#sailPoint;
  }

  /** Asks SailPoint the same thing once a run; a failure is not kept. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}
