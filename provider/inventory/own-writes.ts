/** No list lags behind a write for longer than this, in milliseconds. */
export const MOST_LAG_MS = 60_000;

/** What this process has written of a list's objects: a list that lags never hides it. */
export class OwnWrites<T extends { id: string }> {
  readonly #objects = new Map<string, T | undefined>();
  readonly #wroteAt = new Map<string, number>();
  #count = 0;

  /** How many writes have been recorded. */
  get count(): number {
    return this.#count;
  }

  has(id: string): boolean {
    return this.#objects.has(id);
  }

  /** The object as it was written; undefined if it was deleted, or not written at all. */
  get(id: string): T | undefined {
    return this.#objects.get(id);
  }

  hasDeleted(id: string): boolean {
    return this.has(id) && this.get(id) === undefined;
  }

  /** Records the object as it is now, or undefined if it is gone. */
  record(id: string, object: T | undefined, now: number): void {
    this.#objects.set(id, object);
    this.#wroteAt.set(id, now);
    this.#count += 1;
  }

  /** Whether the object was written at that time or later. */
  isSince(id: string, time: number): boolean {
    return (this.#wroteAt.get(id) ?? 0) >= time;
  }

  /** The listed objects as they are after the writes. */
  over(listed: ReadonlyMap<string, T>): T[] {
    if (this.#objects.size === 0) return [...listed.values()];
    const merged = new Map<string, T | undefined>([...listed, ...this.#objects]);
    return [...merged.values()].filter((object) => object !== undefined);
  }

  /** The same for a filtered list read since `askedAt`: what it does not show may have ceased to match, unless it lags. */
  overFiltered(listed: readonly T[], askedAt: number): T[] {
    const shown = new Map(listed.map((object) => [object.id, object]));
    for (const [id, own] of this.#objects) {
      const mayLag = this.isSince(id, askedAt - MOST_LAG_MS);
      if (own === undefined && mayLag) shown.delete(id);
      else if (own !== undefined && (mayLag || !shown.has(id))) shown.set(id, own);
    }
    return [...shown.values()];
  }

  /** What a list read since `startedAt` shows is newer than an old write; what it does not show stays as last written. */
  forgetOlder(listed: ReadonlyMap<string, T>, startedAt: number): void {
    for (const id of this.#wroteAt.keys()) {
      if (this.isSince(id, startedAt - MOST_LAG_MS) || !listed.has(id)) continue;
      this.#objects.delete(id);
      this.#wroteAt.delete(id);
    }
  }
}
