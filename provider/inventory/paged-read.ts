import type { List } from "../client/index.js";

/** One walk through a list, page by page and only as far as somebody needs it; everybody shares it. */
export class PagedRead<T extends { id: string }> {
  readonly #start: () => List<T>;
  readonly #now: () => number;
  readonly #seen = new Map<string, T>();
  #pages: AsyncIterator<readonly T[]> | undefined;
  #count = 0;
  #endedAt: number | undefined;
  #next: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;

  constructor(start: () => List<T>, now: () => number) {
    this.#start = start;
    this.#now = now;
  }

  /** Whether the last page has been read. */
  get isComplete(): boolean {
    return this.#endedAt !== undefined;
  }

  /** How long ago the last page was read, in milliseconds; 0 as long as it is still to come. */
  get age(): number {
    return this.#endedAt === undefined ? 0 : this.#now() - this.#endedAt;
  }

  /** All objects by id, or a failure: a walk that broke off stays broken. */
  complete(): Promise<ReadonlyMap<string, T>> {
    return this.until(() => false);
  }

  /** Reads on until `enough`, or to the end; returns what has been seen so far. */
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
    this.#pages ??= this.#start().pages()[Symbol.asyncIterator]();
    try {
      const { done, value } = await this.#pages.next();
      if (done === true) this.#endedAt = this.#now();
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
