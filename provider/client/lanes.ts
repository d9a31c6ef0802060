interface Lane<Item> {
  urgent: Item[];
  usual: Item[];
}

/** A queue of queues: within a lane first come first served, but what is urgent before the rest; between lanes in turn. */
export class Lanes<Item> {
  readonly #first: Item[] = [];
  /** In the order of their turns. */
  readonly #lanes = new Map<string, Lane<Item>>();

  get size(): number {
    let size = this.#first.length;
    for (const { urgent, usual } of this.#lanes.values()) size += urgent.length + usual.length;
    return size;
  }

  /** How many lanes have something to do. */
  get lanes(): number {
    return this.#lanes.size;
  }

  push(lane: string, item: Item, isUrgent = false): void {
    const items = this.#lanes.get(lane) ?? { urgent: [], usual: [] };
    items[isUrgent ? "urgent" : "usual"].push(item);
    this.#lanes.set(lane, items);
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
    const item = items.urgent.shift() ?? items.usual.shift();
    this.#lanes.delete(lane);
    if (!isEmpty(items)) this.#lanes.set(lane, items);
    return item;
  }

  /** Takes out, in no order that matters, all that fit. */
  takeAll(fits: (item: Item) => boolean): Item[] {
    const taken = take(this.#first, fits);
    for (const [lane, items] of this.#lanes) {
      taken.push(...take(items.urgent, fits), ...take(items.usual, fits));
      if (isEmpty(items)) this.#lanes.delete(lane);
    }
    return taken;
  }
}

function isEmpty({ urgent, usual }: Lane<unknown>): boolean {
  return urgent.length === 0 && usual.length === 0;
}

function take<Item>(items: Item[], fits: (item: Item) => boolean): Item[] {
  const taken = items.filter(fits);
  if (taken.length > 0) items.splice(0, items.length, ...items.filter((item) => !taken.includes(item)));
  return taken;
}
