/**
 * Keeps apart, within this process, the giving of a role and its narrowing or deletion: a role that was found free must
 * still be free when it goes, and whoever is given a role gets what was judged. Nothing that holds it waits for another
 * role.
 */
export class RoleLock {
  readonly #giving = new Map<string, Set<Promise<unknown>>>();
  readonly #taking = new Map<string, Promise<unknown>>();

  /** Gives the role to somebody once no narrowing or deletion of it is under way; `waited` says that there was one. */
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

  /** Judges and narrows, or deletes, the role once nobody is being given it. */
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
