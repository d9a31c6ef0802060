import { ApiError } from "../errors/api-error.js";
import type { RateLimiter } from "../pacing/rate-limiter.js";

/**
 * Page sizes to ask for, largest first: the API's maximum is not published, and a server may honour, clamp or refuse a
 * large one. The last is the server's own.
 */
const LIMITS = [1000, 100, 50, 25, undefined] as const;

const known = new WeakMap<RateLimiter, PageSizes>();

/** All clients of a credential share this in this process, as they share a rate limiter. */
export function pageSizesFor(rateLimiter: RateLimiter): PageSizes {
  const sizes = known.get(rateLimiter) ?? new PageSizes();
  known.set(rateLimiter, sizes);
  return sizes;
}

/**
 * Finds a page size that the server accepts. No list asks for a size that was refused to another: while nothing is known
 * yet, one request tries, and those of other lists wait for what it learns.
 */
export class PageSizes {
  /** The index in LIMITS of the size that each list accepts. */
  readonly #accepted = new Map<string, number>();
  /** The index in LIMITS at which a list without its own index starts. */
  #first = 0;
  readonly #trials = new Map<string, Promise<unknown>>();

  /** Requests one page, with smaller and smaller sizes until the server accepts one; rejects with failures that are not about the size. */
  async ask<Page>(list: string, send: (limit: number | undefined) => Promise<Page>): Promise<Page> {
    for (let trial = this.#trialBefore(list); trial !== undefined; trial = this.#trialBefore(list)) await trial;
    const accepted = this.#accepted.get(list);
    // A 400 is not about a size that this list accepted before.
    if (accepted !== undefined) return send(LIMITS[accepted]);
    const trial = this.#try(list, send);
    const ended = trial.then(ignore, ignore).then(() => this.#trials.delete(list));
    this.#trials.set(list, ended);
    return trial;
  }

  #trialBefore(list: string): Promise<unknown> | undefined {
    if (this.#accepted.has(list)) return undefined;
    const own = this.#trials.get(list);
    return own === undefined && this.#accepted.size === 0 ? this.#trials.values().next().value : own;
  }

  async #try<Page>(list: string, send: (limit: number | undefined) => Promise<Page>): Promise<Page> {
    for (let choice = this.#first; ; choice += 1) {
      const limit = LIMITS[choice];
      try {
        const page = await send(limit);
        this.#accepted.set(list, choice);
        // A list that accepts no size at all has no pages, which says nothing about the others.
        if (limit !== undefined) this.#first = Math.max(this.#first, choice);
        return page;
      } catch (error) {
        // A size that the server does not accept is a 400; so is much else, which also fails without a size.
        if (!(error instanceof ApiError && error.status === 400) || limit === undefined) throw error;
      }
    }
  }
}

function ignore(): void {}
