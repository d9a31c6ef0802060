import type { Clock } from "../clock.js";
import type { Switches } from "../switch-positions.js";
import type { ListKind, Tenant } from "./store.js";

interface RecentWrite {
  readonly kind: ListKind;
  readonly id: string;
  /** The object as it was; undefined if it did not exist. */
  readonly before: unknown;
  readonly at: number;
  /** How many requests the account had made by then. */
  readonly count: number;
}

/** Lists that lag: they do not show recent writes yet. */
export class ListLag {
  readonly #switches: Switches;
  readonly #clock: Clock;
  readonly #recent = new Map<Tenant, RecentWrite[]>();
  readonly #counts = new Map<Tenant, number>();

  constructor(switches: Switches, clock: Clock) {
    this.#switches = switches;
    this.#clock = clock;
  }

  /** Counts a request of the account. */
  count(tenant: Tenant): void {
    this.#counts.set(tenant, this.#countOf(tenant) + 1);
  }

  /** Remembers an object as it is before a request writes it. */
  remember(tenant: Tenant, kind: ListKind, id: string): void {
    if (this.#switches.listLag === null) return;
    const before = structuredClone(tenant[kind].get(id));
    const write = { kind, id, before, at: this.#clock.now(), count: this.#countOf(tenant) };
    this.#recent.set(tenant, [...this.#fresh(tenant), write]);
  }

  /** The objects of one kind as a list sees them. */
  view<T>(tenant: Tenant, kind: ListKind, live: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
    const recent = this.#fresh(tenant);
    if (recent.length === 0) return live;
    const seen = new Map(live);
    for (const write of recent.toReversed()) {
      if (write.kind !== kind) continue;
      if (write.before === undefined) seen.delete(write.id);
      else seen.set(write.id, write.before as T);
    }
    return seen;
  }

  #fresh(tenant: Tenant): RecentWrite[] {
    const lag = this.#switches.listLag;
    const writes = this.#recent.get(tenant) ?? [];
    if (lag === null) return [];
    if ("milliseconds" in lag) return writes.filter(({ at }) => this.#clock.now() - at < lag.milliseconds);
    return writes.filter(({ count }) => this.#countOf(tenant) - count <= lag.requests);
  }

  #countOf(tenant: Tenant): number {
    return this.#counts.get(tenant) ?? 0;
  }
}
