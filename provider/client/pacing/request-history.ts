import type { RequestWindow } from "./request-window.js";

/** A request that was sent; times in milliseconds. */
export interface SentRequest {
  readonly sentAt: number;
  /** How many were sent before it. */
  readonly order: number;
  /** When its answer came; until then, when the fastest one would. */
  answeredAt: number;
  /** Whether the server took it and has answered. */
  isTaken: boolean;
}

/** So many past requests tell what the server takes; more than it could be asked for in a window. */
const KEPT = 10_000;
/** The fastest answer is forgotten after so many, since the way may have changed. */
const ANSWERS = 1000;

/**
 * The requests of the last seconds, but those that were refused, in the order in which the server counts them at the latest:
 * a request whose answer was late may have been late on its way, and the next one will not be. Counting from its answer,
 * less what the fastest answer takes, no jitter lets two bursts into one of the server's windows.
 */
export class RequestHistory {
  readonly #all: SentRequest[] = [];
  #sent = 0;
  #answers = 0;
  /** The fastest answer, in milliseconds, among the last ANSWERS and among those before them. */
  #fastest = Number.POSITIVE_INFINITY;
  #fastestBefore = Number.POSITIVE_INFINITY;

  get all(): readonly SentRequest[] {
    return this.#all;
  }

  add(sentAt: number): SentRequest {
    const request = { sentAt, order: this.#sent, answeredAt: sentAt + this.#fastestMs, isTaken: false };
    this.#sent += 1;
    this.#insert(request);
    if (this.#all.length > 2 * KEPT) this.#all.splice(0, this.#all.length - KEPT);
    return request;
  }

  remove(request: SentRequest): void {
    const index = this.#all.lastIndexOf(request);
    if (index !== -1) this.#all.splice(index, 1);
  }

  answered(request: SentRequest, now: number): void {
    this.#answers += 1;
    if (this.#answers % ANSWERS === 0) {
      this.#fastestBefore = this.#fastest;
      this.#fastest = Number.POSITIVE_INFINITY;
    }
    this.#fastest = Math.min(this.#fastest, now - request.sentAt);
    this.remove(request);
    request.answeredAt = now;
    request.isTaken = true;
    this.#insert(request);
  }

  /** Milliseconds until one more request fits into the window. */
  wait({ count, spanMs }: RequestWindow, now: number): number {
    const oldest = this.#all.at(-count);
    return oldest === undefined ? 0 : Math.max(0, oldest.answeredAt - this.#fastestMs + spanMs - now);
  }

  get #fastestMs(): number {
    const fastest = Math.min(this.#fastest, this.#fastestBefore);
    return fastest === Number.POSITIVE_INFINITY ? 0 : fastest;
  }

  #insert(request: SentRequest): void {
    const before = this.#all.findLastIndex(({ answeredAt }) => answeredAt <= request.answeredAt);
    this.#all.splice(before + 1, 0, request);
  }
}
