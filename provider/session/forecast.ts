import type { Binding } from "../plan/access/bindings.js";
import type { Removal } from "../plan/guard/guard.js";

/** What the checks and comparisons of this process have found that the run would do. */
export class Forecast {
  readonly #removals = new Set<string>();
  readonly #bindings = new Map<string, Binding | undefined>();

  /** Notes removals, each once. */
  note(removals: readonly Removal[]): void {
    for (const removal of removals) this.#removals.add(keyOf(removal));
  }

  /** How many removals there are besides these. */
  othersThan(removals: readonly Removal[]): number {
    const noted = removals.map(keyOf).filter((key) => this.#removals.has(key));
    return this.#removals.size - new Set(noted).size;
  }

  /** Notes what a user would have; undefined if they would be removed. */
  noteBinding(id: string, binding: Binding | undefined): void {
    this.#bindings.set(id, binding);
  }

  /** What a user would have, as far as is known. */
  bindingOf<T extends Binding & { id: string }>(user: T): Binding | undefined {
    return this.#bindings.has(user.id) ? this.#bindings.get(user.id) : user;
  }
}

function keyOf({ kind, id }: Removal): string {
  return `${kind} ${id}`;
}
