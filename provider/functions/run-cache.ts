import type { CachedList } from "../inventory/cached-list.js";

/** Up to this many single reads; beyond that, the list is used. */
const FEW = 2;

/** One kind of object, as the functions of one program run see it. */
export class RunCache<T extends { id: string; roleID?: string }> {
  readonly #listing: CachedList<T>;
  readonly #list: (filter?: { roleID: string }) => AsyncIterable<T>;
  /** Earlier results, by what was asked. */
  readonly #results = new Map<string, Promise<unknown>>();
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<readonly T[]> | undefined;

  /**
   * @param listing the inventory's, which walks the list once for all callers
   * @param list starts a new walk
   */
  constructor(listing: CachedList<T>, list: (filter?: { roleID: string }) => AsyncIterable<T>) {
    this.#listing = listing;
    this.#list = list;
  }

  /** All objects. If this run may have changed them, `fresh` reads them by a walk that starts after this call. */
  all(fresh: boolean): Promise<readonly T[]> {
    return fresh ? this.#walkAnew() : this.#once("all", () => this.#listing.all());
  }

  /** The object with this id; undefined only if the API itself returns 404 for it. */
  one(id: string, fresh: boolean): Promise<T | undefined> {
    if (fresh) return this.#listing.fetch(id);
    return this.#few(
      `id ${id}`,
      () => this.#listing.fetch(id),
      (all) => all.find((object) => object.id === id),
      () => this.#listing.fetch(id),
    );
  }

  /** The objects that hold a role. */
  ofRole(roleID: string, fresh: boolean): Promise<readonly T[]> {
    const holds = (all: readonly T[]): readonly T[] => all.filter((object) => object.roleID === roleID);
    if (fresh) return this.#walkAnew().then(holds);
    return this.#few(
      `role ${roleID}`,
      () => Array.fromAsync(this.#list({ roleID })),
      holds,
      async () => [],
    );
  }

  /** Makes a single request for the first few; after that, uses the list. */
  #few<R>(
    key: string,
    ask: () => Promise<R>,
    pick: (all: readonly T[]) => R | undefined,
    miss: () => Promise<R>,
  ): Promise<R> {
    return this.#once(key, async () => {
      if (!this.#results.has("all") && this.#results.size <= FEW) return ask();
      return pick(await this.all(false)) ?? miss();
    });
  }

  /** Asks once; a failure is not cached. */
  #once<R>(key: string, ask: () => Promise<R>): Promise<R> {
    const known = this.#results.get(key) as Promise<R> | undefined;
    if (known !== undefined) return known;
    // Calls of the same moment are all counted before the first one asks.
    const result = Promise.resolve().then(ask);
    this.#results.set(key, result);
    result.catch(() => this.#results.delete(key));
    return result;
  }

  /** A walk in progress may have missed recent changes; the next one serves everyone who waits for it. */
  #walkAnew(): Promise<readonly T[]> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const walk = Array.fromAsync(this.#list());
      this.#running = walk.catch(() => undefined);
      return walk;
    });
    return this.#next;
  }
}
