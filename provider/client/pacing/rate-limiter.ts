import type { Clock } from "../clock.js";
import { FairQueue } from "./fair-queue.js";
import { Pace } from "./pace.js";
import type { SentRequest } from "./request-history.js";

const MAX_IN_FLIGHT = 32;
/** Never sleeps longer than this at once: the pace may rise in the meantime, and an emptied queue must not keep the process alive. */
const MAX_NAP_MS = 1000;
/** An urgent request waits no longer than this for the turns of other queues. */
const LONGEST_ROUND_MS = 5000;

export interface RateLimiterOptions {
  clock: Clock;
  /** How many requests may be in flight at once. @default 32 */
  maxInFlight?: number;
}

/** A request that is waiting to be sent. */
interface Ticket {
  queue?: string | undefined;
  /** It has had its turn and was refused, so it does not queue again. */
  again: boolean;
  /** It is based on a recent read, so it goes ahead of the rest of its queue. */
  isUrgent: boolean;
  /** When its operation began, in milliseconds since 1970. */
  since: number;
  /** How long in all the server may hold its operation back, in milliseconds. */
  patienceMs: number;
  /** Calls back once no one waits for it any more; returns a function that unsubscribes. */
  whenCancelled?(act: () => void): () => void;
}

/** The outcome of a request: the server accepted it, refused it as one too many (429), asks for a pause (503), or did not respond. */
export type Outcome = { taken: true } | { refusedForMs: number } | { pauseForMs: number } | { lost: true };

/** Go, and say what came of it; or do not, since the server wants a longer pause than the operation can bear, or the run was cancelled. */
type Grant = { go: true; done(outcome: Outcome): void } | { go: false; pauseMs: number; isCancelled?: true };

interface Waiting {
  ticket: Ticket;
  decide(grant: Grant): void;
}

/**
 * Paces the requests of one credential: limits how many are in flight, holds all back while the server asks for it,
 * and serves queues in turn. Nothing waits forever: while a server accepts nothing at all, requests that have been held
 * back beyond their patience are let go.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #maxInFlight: number;
  readonly #pace = new Pace();
  readonly #queues = new FairQueue<Waiting>();
  #inFlight = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Since when the server has accepted nothing. */
  #unwellSince: number | undefined;
  #napUntil = Number.POSITIVE_INFINITY;

  constructor({ clock, maxInFlight = MAX_IN_FLIGHT }: RateLimiterOptions) {
    this.#clock = clock;
    this.#maxInFlight = maxInFlight;
  }

  /** The current pace in requests per second, Infinity while no limit is known. */
  get perSecond(): number {
    return this.#pace.perSecond;
  }

  /** How many requests wait for their turn. */
  get waiting(): number {
    return this.#queues.size;
  }

  /** Milliseconds for which the server still wants no requests; 0 if it accepts them. */
  get pauseMs(): number {
    return Math.max(0, this.#pausedUntil - this.#clock.now());
  }

  /** Never faster than this; the lowest one wins. */
  limitTo(requestsPerSecond: number): void {
    this.#pace.limitTo(requestsPerSecond);
  }

  /** Resolves when it is the request's turn. */
  acquire(ticket: Ticket): Promise<Grant> {
    if (this.#tooLong(ticket)) return Promise.resolve({ go: false, pauseMs: this.pauseMs });
    const { promise, resolve } = Promise.withResolvers<Grant>();
    let cancel = () => {};
    const waiting: Waiting = {
      ticket,
      decide: (grant) => {
        cancel();
        resolve(grant);
      },
    };
    if (ticket.again || (ticket.isUrgent && this.#roundMs > LONGEST_ROUND_MS)) this.#queues.pushFirst(waiting);
    else this.#queues.push(ticket.queue ?? "", waiting, ticket.isUrgent);
    cancel = ticket.whenCancelled?.(() => this.#cancel(waiting)) ?? cancel;
    this.#serve();
    return promise;
  }

  #cancel(waiting: Waiting): void {
    const { pauseMs } = this;
    for (const { decide } of this.#queues.takeAll((one) => one === waiting)) {
      decide({ go: false, pauseMs, isCancelled: true });
    }
  }

  /** How long it takes until every queue has had a turn. */
  get #roundMs(): number {
    return (this.#queues.queues / this.#pace.perSecond) * 1000;
  }

  #serve(): void {
    while (this.#inFlight < this.#maxInFlight && this.#queues.size > 0) {
      const now = this.#clock.now();
      const wait = now < this.#pausedUntil ? this.#pausedUntil - now : this.#pace.delay(now);
      if (wait > 0) {
        this.#nap(wait);
        return;
      }
      const waiting = this.#queues.shift();
      if (waiting === undefined) return;
      this.#inFlight += 1;
      const request = this.#pace.sent(now);
      waiting.decide({ go: true, done: (outcome) => this.#done(request, outcome) });
    }
  }

  #done(request: SentRequest, outcome: Outcome): void {
    this.#inFlight -= 1;
    const now = this.#clock.now();
    if ("taken" in outcome) {
      this.#unwellSince = undefined;
      this.#pace.taken(request, now);
    }
    if ("refusedForMs" in outcome) this.#pace.refused(request, now, outcome.refusedForMs);
    const pauseMs = "refusedForMs" in outcome ? outcome.refusedForMs : "pauseForMs" in outcome ? outcome.pauseForMs : 0;
    if (pauseMs > 0) {
      this.#unwellSince ??= now;
      this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    }
    this.#letGo();
    this.#serve();
  }

  /** Whether the server holds an operation back beyond its patience, by a pause or by accepting nothing at all. */
  #tooLong({ since, patienceMs }: Ticket): boolean {
    const now = this.#clock.now();
    return now + this.pauseMs - Math.max(since, this.#unwellSince ?? now) > patienceMs;
  }

  #letGo(): void {
    const { pauseMs } = this;
    if (pauseMs === 0 && this.#unwellSince === undefined) return;
    const gone = this.#queues.takeAll(({ ticket }) => this.#tooLong(ticket));
    for (const { decide } of gone) decide({ go: false, pauseMs });
  }

  #nap(ms: number): void {
    const nap = Math.min(ms, MAX_NAP_MS);
    const until = this.#clock.now() + nap;
    if (until >= this.#napUntil) return;
    this.#napUntil = until;
    void this.#clock.sleep(nap).then(() => {
      if (this.#napUntil === until) this.#napUntil = Number.POSITIVE_INFINITY;
      this.#serve();
    });
  }
}
