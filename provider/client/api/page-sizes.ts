import { ApiError } from "../errors/api-error.js";
import type { RateLimiter } from "../pacing/rate-limiter.js";

/**
 * Page sizes to ask for, the largest first: the API's maximum is not published, and a server may honour, clamp or refuse a
 * large one. At the end, the server's own.
 */
const LIMITS = [1000, 100, 50, 25, undefined] as const;

const known = new WeakMap<RateLimiter, PageSizes>();

/** What all clients of a credential share in this process, as they share what paces their requests. */
export function pageSizesFor(rateLimiter: RateLimiter): PageSizes {
  const sizes = known.get(rateLimiter) ?? new PageSizes();
  known.set(rateLimiter, sizes);
  return sizes;
}

/**
 * Finds the size of a page that the server takes. What one list was refused, no other list asks for: while nothing is known
 * yet, one request tries, and those of other walks wait for what it learns.
 */
export class PageSizes {
  /** The place in LIMITS of what each list takes. */
  readonly #accepted = new Map<string, number>();
  /** The place in LIMITS at which a list begins that knows nothing of its own. */
  #first = 0;
  readonly #trials = new Map<string, Promise<unknown>>();

  /** Asks for one page, by ever smaller sizes until the server takes one; rejects with what is not about the size. */
  async ask<Page>(list: string, send: (limit: number | undefined) => Promise<Page>): Promise<Page> {
    for (let trial = this.#trialBefore(list); trial !== undefined; trial = this.#trialBefore(list)) await trial;
    const accepted = this.#accepted.get(list);
    // A size that this list took before is not what a 400 is about.
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
        // A list that takes no size at all has no pages, which tells nothing of the others.
        if (limit !== undefined) this.#first = Math.max(this.#first, choice);
        return page;
      } catch (error) {
        // A size the server does not take is a 400; so is much else, which fails without a size as well.
        if (!(error instanceof ApiError && error.status === 400) || limit === undefined) throw error;
      }
    }
  }
}

function ignore(): void {}
