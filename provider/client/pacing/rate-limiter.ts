import type { Clock } from "../clock.js";
import { FairQueue } from "./fair-queue.js";
import { Pace } from "./pace.js";
import type { SentRequest } from "./request-history.js";

const MAX_IN_FLIGHT = 32;
/** No longer in one piece: the pace may rise meanwhile, and a queue that empties must not keep the process alive. */
const MAX_NAP_MS = 1000;
/** What is urgent bears no more turns of other queues than fit into this. */
const LONGEST_ROUND_MS = 5000;

export interface RateLimiterOptions {
  clock: Clock;
  /** Requests that may be under way at a time. @default 32 */
  maxInFlight?: number;
}

/** A request that wants to be sent. */
export interface Ticket {
  queue?: string | undefined;
  /** It had its turn already and was refused, so it does not queue up again. */
  again: boolean;
  /** It rests on what was read just now, so it goes before the rest of its queue. */
  isUrgent: boolean;
  /** When its operation began, in milliseconds since 1970. */
  since: number;
  /** How long its operation may be held back by the server in all, in milliseconds. */
  patienceMs: number;
}

/** What came of a request: the server took it, refused it for its number (429), asks for a pause (503), or no answer came. */
export type Outcome = { taken: true } | { refusedForMs: number } | { pauseForMs: number } | { lost: true };

/** Go, and say what came of it; or do not, since the server wants a longer pause than the operation can bear. */
export type Grant = { go: true; done(outcome: Outcome): void } | { go: false; pauseMs: number };

interface Waiting {
  ticket: Ticket;
  answer(grant: Grant): void;
}

/**
 * Paces the requests of one credential: bounds those under way, keeps all back while the server asks for it,
 * and serves queues in turn. Nothing waits without a bound: while a server takes nothing at all, whatever has been
 * held back for longer than it can bear is let go.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #maxInFlight: number;
  readonly #pace = new Pace();
  readonly #queues = new FairQueue<Waiting>();
  #inFlight = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Since when the server has taken nothing. */
  #unwellSince: number | undefined;
  #napUntil = Number.POSITIVE_INFINITY;

  constructor({ clock, maxInFlight = MAX_IN_FLIGHT }: RateLimiterOptions) {
    this.#clock = clock;
    this.#maxInFlight = maxInFlight;
  }

  /** Requests per second that are tried now, Infinity while no bound is known. */
  get perSecond(): number {
    return this.#pace.perSecond;
  }

  /** Requests that wait for their turn. */
  get waiting(): number {
    return this.#queues.size;
  }

  /** Milliseconds for which the server still wants nothing; 0 where it does not mind. */
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
    const waiting: Waiting = { ticket, answer: resolve };
    if (ticket.again || (ticket.isUrgent && this.#roundMs > LONGEST_ROUND_MS)) this.#queues.pushFirst(waiting);
    else this.#queues.push(ticket.queue ?? "", waiting, ticket.isUrgent);
    this.#serve();
    return promise;
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
      waiting.answer({ go: true, done: (outcome) => this.#done(request, outcome) });
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

  /** Whether the server keeps an operation back for longer than it can bear, by a pause or by taking nothing at all. */
  #tooLong({ since, patienceMs }: Ticket): boolean {
    const now = this.#clock.now();
    return now + this.pauseMs - Math.max(since, this.#unwellSince ?? now) > patienceMs;
  }

  #letGo(): void {
    const { pauseMs } = this;
    if (pauseMs === 0 && this.#unwellSince === undefined) return;
    const gone = this.#queues.takeAll(({ ticket }) => this.#tooLong(ticket));
    for (const { answer } of gone) answer({ go: false, pauseMs });
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
