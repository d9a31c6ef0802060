/** Everything that a history leaves to chance, from one seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). https://en.wikipedia.org/wiki/Xorshift, seeded through a mixing step. */
  readonly number = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.number() * (most - least + 1));
  }

  happens(probability: number): boolean {
    return this.number() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error("There is nothing to pick from.");
    return choices[this.whole(0, choices.length - 1)] as T;
  }

  /** At most this many of them, in random order. */
  some<T>(choices: readonly T[], most: number): T[] {
    const rest = [...choices];
    const count = Math.min(most, rest.length);
    return Array.from({ length: count }, () => rest.splice(this.whole(0, rest.length - 1), 1)).flat();
  }

  /** A separate source, so that one part's draws do not shift another's. */
  fork(): Chance {
    return new Chance(Math.floor(this.number() * 2 ** 32));
  }
}
