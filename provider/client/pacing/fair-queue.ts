interface Queue<Item> {
  urgent: Item[];
  usual: Item[];
}

/** A queue of queues. Within a queue, urgent requests come first, the others in order of arrival; queues take turns. */
export class FairQueue<Item> {
  readonly #first: Item[] = [];
  /** In the order of their turns. */
  readonly #queues = new Map<string, Queue<Item>>();

  get size(): number {
    let size = this.#first.length;
    for (const { urgent, usual } of this.#queues.values()) size += urgent.length + usual.length;
    return size;
  }

  /** How many queues have something waiting. */
  get queues(): number {
    return this.#queues.size;
  }

  push(queue: string, item: Item, isUrgent = false): void {
    const items = this.#queues.get(queue) ?? { urgent: [], usual: [] };
    items[isUrgent ? "urgent" : "usual"].push(item);
    this.#queues.set(queue, items);
  }

  /** Ahead of all queues: requests that have had their turn and were refused by the server. */
  pushFirst(item: Item): void {
    this.#first.push(item);
  }

  shift(): Item | undefined {
    const first = this.#first.shift();
    if (first !== undefined) return first;
    const next = this.#queues.entries().next();
    if (next.done) return undefined;
    const [queue, items] = next.value;
    const item = items.urgent.shift() ?? items.usual.shift();
    this.#queues.delete(queue);
    if (!isEmpty(items)) this.#queues.set(queue, items);
    return item;
  }

  /** Takes out all that match, in no particular order. */
  takeAll(fits: (item: Item) => boolean): Item[] {
    const taken = take(this.#first, fits);
    for (const [queue, items] of this.#queues) {
      for (const item of take(items.urgent, fits)) taken.push(item);
      for (const item of take(items.usual, fits)) taken.push(item);
      if (isEmpty(items)) this.#queues.delete(queue);
    }
    return taken;
  }
}

function isEmpty({ urgent, usual }: Queue<unknown>): boolean {
  return urgent.length === 0 && usual.length === 0;
}

function take<Item>(items: Item[], fits: (item: Item) => boolean): Item[] {
  const taken: Item[] = [];
  let kept = 0;
  for (const item of items) {
    if (fits(item)) taken.push(item);
    else items[kept++] = item;
  }
  items.length = kept;
  return taken;
}
