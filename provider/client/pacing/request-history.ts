import type { RequestWindow } from "./request-window.js";

/** A request that was sent; times in milliseconds. */
export interface SentRequest {
  readonly sentAt: number;
  /** How many were sent before it. */
  readonly order: number;
  /** When its response came; until then, when the fastest one would. */
  respondedAt: number;
  /** Whether the server accepted it and has responded. */
  isTaken: boolean;
}

/** This many past requests show what the server accepts; more than fit into a window. */
const KEPT = 10_000;
/** The fastest response is forgotten after this many, since the route may have changed. */
const RESPONSES = 1000;

/**
 * The requests of the last seconds except refused ones, in the order of the latest time at which the server counts them:
 * a request whose response was late may have been late in transit, and the next one will not be. Counting from the
 * response, minus the time of the fastest one, keeps jitter from putting two bursts into one of the server's windows.
 */
export class RequestHistory {
  readonly #all: SentRequest[] = [];
  #sent = 0;
  #responses = 0;
  /** The fastest response, in milliseconds, among the last RESPONSES and among those before them. */
  #fastest = Number.POSITIVE_INFINITY;
  #fastestBefore = Number.POSITIVE_INFINITY;

  get all(): readonly SentRequest[] {
    return this.#all;
  }

  add(sentAt: number): SentRequest {
    const request = { sentAt, order: this.#sent, respondedAt: sentAt + this.#fastestMs, isTaken: false };
    this.#sent += 1;
    this.#insert(request);
    if (this.#all.length > 2 * KEPT) this.#all.splice(0, this.#all.length - KEPT);
    return request;
  }

  remove(request: SentRequest): void {
    const index = this.#all.lastIndexOf(request);
    if (index !== -1) this.#all.splice(index, 1);
  }

  responded(request: SentRequest, now: number): void {
    this.#responses += 1;
    if (this.#responses % RESPONSES === 0) {
      this.#fastestBefore = this.#fastest;
      this.#fastest = Number.POSITIVE_INFINITY;
    }
    this.#fastest = Math.min(this.#fastest, now - request.sentAt);
    this.remove(request);
    request.respondedAt = now;
    request.isTaken = true;
    this.#insert(request);
  }

  /** Milliseconds until one more request fits into the window. */
  wait({ count, spanMs }: RequestWindow, now: number): number {
    const oldest = this.#all.at(-count);
    return oldest === undefined ? 0 : Math.max(0, oldest.respondedAt - this.#fastestMs + spanMs - now);
  }

  get #fastestMs(): number {
    const fastest = Math.min(this.#fastest, this.#fastestBefore);
    return fastest === Number.POSITIVE_INFINITY ? 0 : fastest;
  }

  #insert(request: SentRequest): void {
    const before = this.#all.findLastIndex(({ respondedAt }) => respondedAt <= request.respondedAt);
    this.#all.splice(before + 1, 0, request);
  }
}
