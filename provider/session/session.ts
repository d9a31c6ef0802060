import { Cancellation } from "../client/cancellation.js";
import {
  type Clock,
  type CloudOne,
  createCloudOneClient,
  describeWait,
  type Seams,
  systemClock,
} from "../client/index.js";
import type { Config } from "../config/config.js";
import { Inventory } from "../inventory/inventory.js";
import { type Guard, mergeGuards, type Writes } from "../plan/guard/guard.js";
import { tighterGuard } from "../plan/guard/tighter-guard.js";
import { AccountProof, type Owner } from "./account-proof.js";
import { Declarations } from "./declarations.js";
import { type Deletion, deleteOnce } from "./delete-once.js";
import { FailedSteps } from "./failed-steps.js";
import { Forecast } from "./forecast.js";
import { KeyedLock } from "./keyed-lock.js";
import type { Log } from "./log.js";
import { type Modification, modifyOnce } from "./modify-once.js";
import { Removals } from "./removals.js";
import { RoleLock } from "./role-lock.js";
import { SeenMessages } from "./seen-messages.js";
import { TakenOver } from "./taken-over.js";
import { pollList, RESTS_ON_NO_READ, type Write, writeOnce } from "./write-once.js";

/** The account was closed: the API keeps it, suspended, for 30 days. */
class SuspendedAccountError extends Error {
  override name = "SuspendedAccountError" as const;
}

/** What one provider process shares between all resources: client, inventory, account proof, declarations. */
export class Session {
  readonly config: Config;
  readonly client: CloudOne;
  readonly inventory: Inventory;
  readonly proof: AccountProof;
  readonly declarations = new Declarations();
  /** Roles that a set of this run has dropped while someone still held them. */
  readonly retiring = new Set<string>();
  readonly removals = new Removals(() => this.writes);
  readonly failedSteps = new FailedSteps();
  readonly forecast = new Forecast();
  readonly seenMessages = new SeenMessages();
  readonly takenOver: TakenOver;
  /** The URNs that the roles of this run are declared with, if known: at the end of `up` they have them. */
  readonly declaredRoles = new Map<string, readonly string[]>();
  readonly roleLock = new RoleLock();
  /** For the writes to one user. */
  readonly userLock = new KeyedLock();
  readonly log: Log;
  readonly random: () => number;
  readonly clock: Clock;
  /** Aborted once the run is cancelled or its engine is gone: from then on no write starts. */
  readonly signal: AbortSignal;
  readonly #writeClock: Clock;
  readonly #startedAt: number;
  #closed = false;
  #writesDone = 0;
  #writesBegun = 0;

  constructor(config: Config, log: Log, seams: Seams = {}) {
    this.config = config;
    this.log = log;
    this.takenOver = new TakenOver(log);
    this.clock = seams.clock ?? systemClock;
    this.#startedAt = this.clock.now();
    this.signal = seams.signal ?? new AbortController().signal;
    const cancellation = new Cancellation(this.signal, this.clock);
    this.#writeClock = {
      now: () => this.clock.now(),
      sleep: (ms) =>
        cancellation.unlessCancelled("stopped waiting to learn what became of a write", true, this.clock.sleep(ms)),
    };
    this.random = seams.random ?? Math.random;
    this.client = createCloudOneClient({ ...config, onWait: (notice) => log.info(describeWait(notice)) }, seams);
    const { samlUsers = "auto" } = config;
    this.inventory = new Inventory(this.client, () => this.clock.now(), {
      mode: samlUsers,
      onNotCounted: (reason) =>
        log[samlUsers === "off" ? "info" : "warn"](
          `people who sign in by SSO were not counted: a role that only they hold looks unused. ${reason}`,
        ),
    });
    this.proof = new AccountProof(this.client, config.accountId);
  }

  /** Proves that the key belongs to the account of `what`, and returns whether that account is suspended. */
  async enter(accountId: string | undefined, what: string): Promise<Owner & { suspended: boolean }> {
    const { owner, isSuspended } = await this.prove(accountId, what);
    return { ...owner, suspended: await isSuspended() };
  }

  /** Proves that the key belongs to the account of `what`; whether that is suspended is known a request later. */
  async prove(accountId: string | undefined, what: string) {
    const owner = await this.proof.require(accountId, what);
    const caller = this.proof.caller();
    // Its failure is for those who ask whether it is suspended.
    caller.catch(() => undefined);
    const isSuspended = async () => this.#closed || (await caller).accountState === "suspended";
    return { owner, isSuspended };
  }

  /** Like {@link enter}, for a create or an update: these fail on a suspended account. */
  async enterToWrite(accountId: string | undefined, what: string): Promise<Owner> {
    const caller = await this.enter(accountId, what);
    if (caller.suspended) {
      throw new SuspendedAccountError(
        `Account ${caller.accountId} is suspended and will be deleted: nothing can be created or changed in it. ` +
          "Trend Micro's support can recover it within 30 days of its closure.",
      );
    }
    return caller;
  }

  /** The server's time, which decides what has expired. */
  now(): number {
    return this.client.serverTime();
  }

  /** The time at which this run judges whether access has ended: the same for all steps, however long they take. */
  judgedAt(): number {
    return this.now() - (this.clock.now() - this.#startedAt);
  }

  /** The resource's guard merged over the stack's, within the bounds of the environment. */
  guard(own: Guard | undefined): Guard {
    return tighterGuard(mergeGuards(this.config.guard, own), this.config.guardBounds);
  }

  /** The writes of this process, without those that failed. */
  get writes(): Writes {
    return { done: this.#writesDone, begun: this.#writesBegun };
  }

  /** Records that this process has closed the account. */
  closed(): void {
    this.#closed = true;
  }

  /** Sends a write whose response may get lost, and which may be held up; see {@link writeOnce}. */
  async writeOnce<T>(write: Omit<Write<T>, "clock">): Promise<T> {
    this.#writesBegun += 1;
    try {
      const written = await writeOnce({ ...write, clock: this.#writeClock });
      this.#writesDone += 1;
      return written;
    } finally {
      this.#writesBegun -= 1;
    }
  }

  /** Like {@link writeOnce}, for objects that only a list can read back. */
  writeOnceByList<T>(send: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
    const readBack = () => {
      this.log.info(
        "The response to a write was lost, and lists can lag: checking for up to a minute before sending it again.",
      );
      return pollList(find, this.#writeClock);
    };
    return this.writeOnce({ send, readBack, readAt: RESTS_ON_NO_READ });
  }

  /** Changes an object and verifies that the change was kept; see {@link modifyOnce}. */
  modifyOnce<T>(modification: Modification<T>): Promise<T> {
    return modifyOnce(modification, (write) => this.writeOnce(write));
  }

  /** Deletes an object until it is proven gone; see {@link deleteOnce}. */
  deleteOnce<T>(deletion: Deletion<T>): Promise<void> {
    return deleteOnce(deletion, (write) => this.writeOnce(write), this.#writeClock);
  }
}
