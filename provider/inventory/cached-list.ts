import { type List, NotFoundError } from "../client/index.js";
import { provable } from "./confirm-list.js";
import { OwnWrites } from "./own-writes.js";
import { PagedRead } from "./paged-read.js";
import { shareNext, turnOfEventLoop } from "./share-next.js";

export interface Source<T> {
  /** What the list is called in messages, such as `users`. */
  name?: string;
  list(): List<T>;
  describe?(id: string): Promise<T>;
  /** Rejects if the API does not even show the list, so that a 404 for an object proves nothing. */
  control?(): Promise<void>;
}

/** How old a list may be if someone loses access because of it, in milliseconds. */
const RECENT_MS = 60_000;

/**
 * The objects of one kind as this process sees them: everything it has read, from lists or one by one, overlaid with its own
 * writes, which a list that lags never hides.
 *
 * Single reads use GETs while these are cheaper, and the list after that. How many reads will follow and how long the list
 * is are unknown, so each read after the first allows one more page (ski rental): at most about twice the requests of the
 * better choice.
 */
export class CachedList<T extends { id: string }> {
  readonly #source: Source<T>;
  readonly #now: () => number;
  readonly #own = new OwnWrites<T>();
  readonly #readAt = new WeakMap<T, number>();
  #walk: PagedRead<T>;
  #again: Promise<void> | undefined;
  readonly #readNow = shareNext(() => this.#readAgain());
  /** Walks are numbered in the order in which they start. */
  #lastBegun = 0;
  #shown = 0;
  #isSurelyEmpty = false;
  #confirming: Promise<void> | undefined;
  readonly #asked = new Set<string>();
  readonly #single = new Map<string, Promise<T | undefined>>();
  readonly #recent = new Map<string, { askedAt: number; object: Promise<T | undefined> }>();
  #second: PagedRead<T> | undefined;
  #view: { of: unknown; writes: number; all: T[] } | undefined;

  /** @param now the time in milliseconds */
  constructor(source: Source<T>, now: () => number) {
    this.#source = source;
    this.#now = now;
    this.#walk = this.#newWalk();
  }

  /** All objects: a complete walk, or a failure. All callers get the same array: do not change it. */
  async all(): Promise<T[]> {
    const walked = await this.#walk.complete();
    if (this.#view?.of !== walked || this.#view.writes !== this.#own.count) {
      this.#view = { of: walked, writes: this.#own.count, all: this.#own.over(walked) };
    }
    return this.#view.all;
  }

  /** The same from a recent list if possible: an old one is walked again, however long that takes. */
  async allRenewed(): Promise<T[]> {
    await this.all();
    if (!this.#isOld()) return this.all();
    this.#again ??= this.#readAgain().finally(() => {
      this.#again = undefined;
    });
    await this.#again;
    return this.all();
  }

  /**
   * The same from a list that is recent even in a long run: for decisions that would take access away if someone else had
   * changed something in the meantime. It is empty only if two walks have shown it empty.
   * @throws Error if reading the list takes so long that it is old when complete.
   */
  async allFresh(): Promise<T[]> {
    await this.allRenewed();
    await this.#confirmIfEmpty();
    this.#refuseOld();
    return this.all();
  }

  /** Like {@link allFresh}, from a walk that starts after this call; see {@link shareNext}. */
  async allNow(): Promise<T[]> {
    await this.#readNow();
    await this.#confirmIfEmpty();
    this.#refuseOld();
    return this.all();
  }

  /** Whether the list fits on one page. */
  async isShort(): Promise<boolean> {
    await this.#walk.until((pages) => pages >= 2);
    return this.#walk.isComplete && this.#walk.pages <= 1;
  }

  /** What a filtered list shows now, overlaid with this process's own writes. It has to be empty twice to count as empty. */
  async filtered(list: List<T>, matches: (object: T) => boolean): Promise<T[]> {
    const askedAt = this.#now();
    const first = await Array.fromAsync(list);
    const shown = first.length > 0 ? first : await Array.fromAsync(list);
    return this.#own.overFiltered(shown, askedAt).filter(matches);
  }

  /** Finds by a property other than the id. Absent means absent from two complete walks, the second of them recent. */
  async find(matches: (object: T) => boolean): Promise<T[]> {
    const found = (await this.all()).filter(matches);
    if (found.length > 0) return found;
    if (this.#second === undefined || this.#now() - this.#second.startedAt > RECENT_MS) this.#second = this.#newWalk();
    return this.#own.over(await this.#second.complete()).filter(matches);
  }

  /** The object as last seen: from the list if that has been read, otherwise by a single GET. Does not prove absence. */
  async peek(id: string): Promise<T | undefined> {
    if (this.#own.has(id)) return this.#own.get(id);
    const listed = this.#walk.isComplete ? (await this.#walk.complete()).get(id) : await this.#listed(id);
    if (this.#own.has(id)) return this.#own.get(id);
    // A complete list is enough.
    return this.#walk.isComplete ? listed : (listed ?? this.#once(id));
  }

  /** The object, or the proof that it is gone: the API's own 404 for it. */
  async get(id: string): Promise<T | undefined> {
    if (!this.#own.has(id)) {
      const listed = await this.#listed(id);
      if (listed !== undefined && !this.#own.has(id)) return listed;
    }
    return this.#own.get(id) ?? this.#once(id);
  }

  /**
   * The object as it is now, by a single GET. Undefined only if the API itself returns 404 for it and its list does not show
   * it either.
   */
  async fetch(id: string): Promise<T | undefined> {
    const object = await this.#describe(id);
    if (object !== undefined || this.#source.control === undefined) return object;
    const wasListed = !this.#walk.isComplete || (await this.#walk.complete()).has(id);
    if (this.#own.hasDeleted(id) || !wasListed) await this.#source.control();
    else {
      await provable(() => this.#readNow());
      if ((await this.#walk.complete()).has(id)) throw new Error(this.#stillListed(id));
    }
    return undefined;
  }

  /** The object by a recent single GET, so that no list that lags decides. All callers share it. */
  async recent(id: string): Promise<T | undefined> {
    const seen = await this.peek(id);
    if (seen !== undefined && this.#now() - this.readAt(seen) <= RECENT_MS) return seen;
    const known = this.#recent.get(id);
    if (known !== undefined && this.#now() - known.askedAt <= RECENT_MS) return known.object;
    const object = this.fetch(id);
    this.#recent.set(id, { askedAt: this.#now(), object });
    object.catch(() => this.#recent.delete(id));
    return object;
  }

  /** Like {@link fetch}, for an object that this process deletes: once that `isSent`, lists that lag may still show it. */
  async fetchDeleted(id: string, isSent: boolean): Promise<T | undefined> {
    if (!isSent) return this.fetch(id);
    const object = await this.#describe(id);
    // After the 404: a gateway may have lost its routes while the request was retried.
    if (object === undefined) await this.#source.control?.();
    return object;
  }

  /** When the object was read by a single GET or written here; minus infinity for any other. */
  readAt(object: T): number {
    return this.#readAt.get(object) ?? Number.NEGATIVE_INFINITY;
  }

  /** What this process has written of the object since it was read as this one; undefined if nothing. */
  writtenSince(object: T): T | undefined {
    const own = this.#own.get(object.id);
    return own === object || !this.#own.isSince(object.id, this.readAt(object)) ? undefined : own;
  }

  /** Records a write of this process: the object as it is now, or undefined if it is gone. */
  record(id: string, object: T | undefined): void {
    this.#own.record(id, object, this.#now());
    this.#recent.delete(id);
    this.#single.delete(id);
  }

  #newWalk(): PagedRead<T> {
    return new PagedRead(() => this.#source.list(), this.#now);
  }

  async #describe(id: string): Promise<T | undefined> {
    if (this.#source.describe === undefined) throw new Error("Objects of this kind cannot be read one by one.");
    try {
      const object = await this.#source.describe(id);
      this.#readAt.set(object, this.#now());
      return object;
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  #stillListed(id: string): string {
    return (
      `the API returns 404 for ${id}, but its list of ${this.#source.name ?? "objects"} still shows it, so it is not proven to be gone. ` +
      "Nothing was taken out of the state. Lists can lag: run again in a few minutes."
    );
  }

  async #confirmIfEmpty(): Promise<void> {
    if (this.#isSurelyEmpty || (await this.#walk.complete()).size > 0) return;
    this.#confirming ??= this.#readAgain().finally(() => {
      this.#confirming = undefined;
    });
    await this.#confirming;
    this.#isSurelyEmpty = (await this.#walk.complete()).size === 0;
  }

  #isOld(): boolean {
    return this.#now() - this.#walk.startedAt > RECENT_MS;
  }

  #refuseOld(): void {
    if (!this.#isOld()) return;
    const seconds = Math.round((this.#now() - this.#walk.startedAt) / 1000);
    throw new Error(
      `reading the list of ${this.#source.name ?? "objects"} took ${seconds} s, and no access is taken away based on a list older ` +
        `than ${RECENT_MS / 1000} s: someone may have changed it in the meantime. Nothing was written. Run again when the service ` +
        "responds faster, and check cloudone:maxRequestsPerSecond if you have set it.",
    );
  }

  async #readAgain(): Promise<void> {
    this.#lastBegun += 1;
    const number = this.#lastBegun;
    const walk = this.#newWalk();
    const listed = await walk.complete();
    if (listed.size > 0) this.#isSurelyEmpty = false;
    // One that began later may have ended before.
    if (number < this.#shown) return;
    this.#shown = number;
    this.#own.forgetOlder(listed, walk.startedAt);
    this.#walk = walk;
    this.#second = undefined;
    this.#single.clear();
  }

  /** From the list, as far as it is worth reading; if the list cannot be read, the object itself may still be readable. */
  async #listed(id: string): Promise<T | undefined> {
    this.#asked.add(id);
    // All calls of the same moment count before anything is sent.
    await turnOfEventLoop();
    try {
      const seen = await this.#walk.until((pages, found) => found.has(id) || pages >= this.#asked.size - 1);
      return seen.get(id);
    } catch (error) {
      if (error instanceof Error) return undefined;
      throw error;
    }
  }

  /** All callers share one request; a failed one is tried again. */
  #once(id: string): Promise<T | undefined> {
    const request = this.#single.get(id) ?? this.fetch(id);
    this.#single.set(id, request);
    request.catch(() => this.#single.delete(id));
    return request;
  }
}
