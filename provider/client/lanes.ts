/** A queue of queues: within a lane first come first served, between lanes in turn. */
export class Lanes<Item> {
  readonly #first: Item[] = [];
  /** In the order of their turns. */
  readonly #lanes = new Map<string, Item[]>();

  get size(): number {
    let size = this.#first.length;
    for (const lane of this.#lanes.values()) size += lane.length;
    return size;
  }

  push(lane: string, item: Item): void {
    const items = this.#lanes.get(lane);
    if (items === undefined) this.#lanes.set(lane, [item]);
    else items.push(item);
  }

  /** Before all lanes: what had its turn already and was refused by the server. */
  pushFirst(item: Item): void {
    this.#first.push(item);
  }

  shift(): Item | undefined {
    const first = this.#first.shift();
    if (first !== undefined) return first;
    const next = this.#lanes.entries().next();
    if (next.done) return undefined;
    const [lane, items] = next.value;
    const item = items.shift();
    this.#lanes.delete(lane);
    if (items.length > 0) this.#lanes.set(lane, items);
    return item;
  }

  /** Takes out, in no order that matters, all that fit. */
  takeAll(fits: (item: Item) => boolean): Item[] {
    const taken = take(this.#first, fits);
    for (const [lane, items] of this.#lanes) {
      taken.push(...take(items, fits));
      if (items.length === 0) this.#lanes.delete(lane);
    }
    return taken;
  }
}

function take<Item>(items: Item[], fits: (item: Item) => boolean): Item[] {
  const taken = items.filter(fits);
  if (taken.length > 0) items.splice(0, items.length, ...items.filter((item) => !taken.includes(item)));
  return taken;
}
