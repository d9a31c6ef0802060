/**
 * Keeps apart, within this process, the giving of a role and its deletion: a role that was found free must still be free
 * when it goes.
 */
export class RoleLock {
  readonly #giving = new Map<string, Set<Promise<unknown>>>();
  readonly #deleting = new Map<string, Promise<unknown>>();

  /** Gives the role to somebody once no deletion of it is under way; `waited` says that there was one. */
  async assign<T>(roleId: string, write: (waited: boolean) => Promise<T>): Promise<T> {
    let waited = false;
    while (this.#deleting.has(roleId)) {
      await this.#deleting.get(roleId);
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

  /** Judges and deletes the role once nobody is being given it. */
  async delete<T>(roleId: string, work: () => Promise<T>): Promise<T> {
    while (this.#deleting.has(roleId)) await this.#deleting.get(roleId);
    const deletion = Promise.allSettled(this.#giving.get(roleId) ?? []).then(work);
    this.#deleting.set(
      roleId,
      deletion.catch(() => undefined),
    );
    try {
      return await deletion;
    } finally {
      this.#deleting.delete(roleId);
    }
  }
}
