import { NotFoundError } from "./client/index.js";

interface Source<T> {
  list(): AsyncIterable<T>;
  describe?(id: string): Promise<T>;
}

/**
 * The objects of one kind as this process sees them: complete lists, fetched once and shared, under the process's own
 * writes, which a list that lags behind never hides.
 */
export class Listing<T extends { id: string }> {
  readonly #source: Source<T>;
  readonly #own = new Map<string, T | undefined>();
  readonly #walks: Promise<ReadonlyMap<string, T>>[] = [];

  constructor(source: Source<T>) {
    this.#source = source;
  }

  /** All objects: one complete walk a process, or a failure. */
  async all(): Promise<T[]> {
    return this.#merge(await this.#walk(0));
  }

  /** Finds by a property that is no id. Absent means absent from two complete walks. */
  async find(matches: (object: T) => boolean): Promise<T[]> {
    const found = (await this.all()).filter(matches);
    return found.length > 0 ? found : this.#merge(await this.#walk(1)).filter(matches);
  }

  /** The object as last seen: from the list where one was fetched, else by a single GET. No proof of absence. */
  async lookUp(id: string): Promise<T | undefined> {
    if (this.#own.has(id)) return this.#own.get(id);
    return this.#walks.length > 0 ? (await this.#walk(0)).get(id) : this.fresh(id);
  }

  /** The object, or the proof that it is gone: the API's own 404 for it. */
  async prove(id: string): Promise<T | undefined> {
    return (this.#walks.length > 0 ? await this.lookUp(id) : undefined) ?? this.fresh(id);
  }

  /** The object as it is now, by a GET of its own; undefined only on the API's own 404 for it. */
  async fresh(id: string): Promise<T | undefined> {
    if (this.#source.describe === undefined) throw new Error("Objects of this kind cannot be read one by one.");
    try {
      return await this.#source.describe(id);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** Notes a write of this process: what the object is now, or that it is gone. */
  wrote(id: string, object: T | undefined): void {
    this.#own.set(id, object);
  }

  #merge(walk: ReadonlyMap<string, T>): T[] {
    const merged = new Map<string, T | undefined>([...walk, ...this.#own]);
    return [...merged.values()].filter((object) => object !== undefined);
  }

  #walk(n: 0 | 1): Promise<ReadonlyMap<string, T>> {
    this.#walks[n] ??= collect(this.#source.list());
    return this.#walks[n];
  }
}

async function collect<T extends { id: string }>(items: AsyncIterable<T>): Promise<ReadonlyMap<string, T>> {
  const byId = new Map<string, T>();
  for await (const item of items) byId.set(item.id, item);
  return byId;
}
