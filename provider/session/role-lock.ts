/**
 * Separates, within this process, assigning a role from narrowing or deleting it: a role that was found unused must still be
 * unused when it is deleted, and a user must get the role as it was judged. Nothing that holds the lock of one role waits for
 * that of another.
 */
export class RoleLock {
  readonly #giving = new Map<string, Set<Promise<unknown>>>();
  readonly #taking = new Map<string, Promise<unknown>>();

  /** Assigns the role once no narrowing or deletion of it is in progress; `waited` is true if there was one. */
  async assign<T>(roleId: string, write: (waited: boolean) => Promise<T>): Promise<T> {
    let waited = false;
    while (this.#taking.has(roleId)) {
      await this.#taking.get(roleId);
      waited = true;
    }
    const writes = this.#giving.get(roleId) ?? new Set();
    this.#giving.set(roleId, writes);
    const work = write(waited);
    writes.add(work);
    try {
      return await work;
    } finally {
      writes.delete(work);
    }
  }

  /** Judges and narrows or deletes the role once no assignment of it is in progress. */
  async takeFrom<T>(roleId: string, work: () => Promise<T>): Promise<T> {
    while (this.#taking.has(roleId)) await this.#taking.get(roleId);
    const change = Promise.allSettled(this.#giving.get(roleId) ?? []).then(work);
    this.#taking.set(
      roleId,
      change.catch(() => undefined),
    );
    try {
      return await change;
    } finally {
      this.#taking.delete(roleId);
    }
  }
}
