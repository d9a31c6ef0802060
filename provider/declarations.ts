import type { Kind } from "./plan/fields.js";

/**
 * What the running program declares, as its checks have told this process. A plain destroy checks nothing, so there
 * nothing is declared.
 */
export class Declarations {
  readonly #owners = new Map<string, string>();
  readonly #taken = new Set<string>();

  /**
   * Notes that `owner` (a Pulumi URN) declares the object. Returns the URN of another resource that already does.
   * The same resource may come twice: the engine checks a replacement a second time.
   */
  declare(kind: Kind, key: string, owner: string): string | undefined {
    const slot = `${kind} ${key}`;
    const first = this.#owners.get(slot);
    if (first === undefined) this.#owners.set(slot, owner);
    return first === undefined || first === owner ? undefined : first;
  }

  /** Notes that a create of this run took the object over, under an id that its check could not know. */
  take(kind: Kind, key: string): void {
    this.#taken.add(`${kind} ${key}`);
  }

  /** Whether a resource of this run declares the object. */
  holds(kind: Kind, key: string): boolean {
    const slot = `${kind} ${key}`;
    return this.#owners.has(slot) || this.#taken.has(slot);
  }
}

/** The name at the end of a Pulumi URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
