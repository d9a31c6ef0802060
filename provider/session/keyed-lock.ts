/** Runs work on one object at a time, and work on different objects side by side. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(id) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    this.#last.set(id, end);
    try {
      return await turn;
    } finally {
      if (this.#last.get(id) === end) this.#last.delete(id);
    }
  }
}
