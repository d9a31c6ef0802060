import type { List } from "../client/index.js";

/** One walk through a list, page by page and only as far as a caller needs it; all callers share it. */
export class PagedRead<T extends { id: string }> {
  readonly #start: () => List<T>;
  readonly #now: () => number;
  readonly #seen = new Map<string, T>();
  #pages: AsyncIterator<readonly T[]> | undefined;
  #count = 0;
  #startedAt: number | undefined;
  #isComplete = false;
  #next: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;

  constructor(start: () => List<T>, now: () => number) {
    this.#start = start;
    this.#now = now;
  }

  /** Whether the last page has been read. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /**
   * When the first page was requested: anything written later may be missing, however late the last page came. Infinity until
   * then.
   */
  get startedAt(): number {
    return this.#startedAt ?? Number.POSITIVE_INFINITY;
  }

  /** How many pages have been read. */
  get pages(): number {
    return this.#count;
  }

  /** All objects by id, or a failure: a walk that failed stays failed. */
  complete(): Promise<ReadonlyMap<string, T>> {
    return this.until(() => false);
  }

  /** Continues until `enough` returns true, or to the end; returns what has been read so far. */
  async until(enough: (pages: number, seen: ReadonlyMap<string, T>) => boolean): Promise<ReadonlyMap<string, T>> {
    while (!this.isComplete && !enough(this.#count, this.#seen)) {
      if (this.#failure !== undefined) throw this.#failure.error;
      this.#next ??= this.#onePage().finally(() => {
        this.#next = undefined;
      });
      await this.#next;
    }
    return this.#seen;
  }

  async #onePage(): Promise<void> {
    this.#startedAt ??= this.#now();
    this.#pages ??= this.#start().pages()[Symbol.asyncIterator]();
    try {
      const { done, value } = await this.#pages.next();
      if (done === true) this.#isComplete = true;
      else {
        this.#count += 1;
        for (const object of value) this.#seen.set(object.id, object);
      }
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
