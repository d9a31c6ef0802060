import type { CachedList } from "../inventory/cached-list.js";

/** So many objects are asked for one by one; whoever wants more gets them from the list. */
const FEW = 2;

/** One kind of object, as the functions of one program run look at it. */
export class RunCache<T extends { id: string; roleID?: string }> {
  readonly #listing: CachedList<T>;
  readonly #list: (filter?: { roleID: string }) => AsyncIterable<T>;
  /** What was asked for before, by what was asked. */
  readonly #answers = new Map<string, Promise<unknown>>();
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<readonly T[]> | undefined;

  /**
   * @param listing the directory's, which walks the list once for all who look
   * @param list walks it anew
   */
  constructor(listing: CachedList<T>, list: (filter?: { roleID: string }) => AsyncIterable<T>) {
    this.#listing = listing;
    this.#list = list;
  }

  /** All objects. `fresh` is for what this run may have changed: then by a walk that begins after this call. */
  all(fresh: boolean): Promise<readonly T[]> {
    return fresh ? this.#walkAnew() : this.#once("all", () => this.#listing.all());
  }

  /** The object of this id; undefined only on the API's own 404 for it. */
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
      () => collect(this.#list({ roleID })),
      holds,
      async () => [],
    );
  }

  /** Asks for little by itself as long as little was asked for; from then on uses the list. */
  #few<R>(
    key: string,
    ask: () => Promise<R>,
    pick: (all: readonly T[]) => R | undefined,
    miss: () => Promise<R>,
  ): Promise<R> {
    return this.#once(key, async () => {
      if (!this.#answers.has("all") && this.#answers.size <= FEW) return ask();
      return pick(await this.all(false)) ?? miss();
    });
  }

  /** Asks once; a failure is not kept. */
  #once<R>(key: string, ask: () => Promise<R>): Promise<R> {
    const known = this.#answers.get(key) as Promise<R> | undefined;
    if (known !== undefined) return known;
    // Whoever asks is counted before they ask.
    const answer = Promise.resolve().then(ask);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }

  /** A walk that has begun may have missed what happened since; one that is still to begin serves all who wait for it. */
  #walkAnew(): Promise<readonly T[]> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const walk = collect(this.#list());
      this.#running = walk.catch(() => undefined);
      return walk;
    });
    return this.#next;
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
