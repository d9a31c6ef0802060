import { describeTakenOver } from "../plan/taken-over.js";
import type { Log } from "./log.js";

/**
 * Objects that are taken over as they are: the engine counts each of them as a creation. They are told in one line a kind as
 * soon as every resource of the kind that the program has declared so far is checked.
 */
export class TakenOver {
  readonly #log: Log;
  readonly #kinds = new Map<string, Kind>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Notes a resource before its check; without their number, each stands for itself. */
  expect(kind: string, { urn = "", of = 0 }: { urn?: string | undefined; of?: number | undefined }): void {
    const known = this.#kinds.get(kind) ?? { checked: new Set(), told: new Set(), waiting: [], of: 0 };
    known.checked.add(urn);
    known.of = Math.max(known.of, of);
    this.#kinds.set(kind, known);
  }

  /** Notes the result of the check: the name of the object, if it is taken over. Tells of all once no more are to come. */
  checked(kind: string, plural: string, name: string | undefined): void {
    const known = this.#kinds.get(kind);
    if (known === undefined) return;
    if (name !== undefined && !known.told.has(name)) known.waiting.push(name);
    if (known.waiting.length === 0 || known.checked.size < known.of) return;
    for (const text of describeTakenOver(plural, known.waiting)) this.#log.info(text);
    for (const one of known.waiting) known.told.add(one);
    known.waiting = [];
  }
}

interface Kind {
  checked: Set<string>;
  /** Whom a line has told of: a replacement is checked twice. */
  told: Set<string>;
  waiting: string[];
  /** How many there are. */
  of: number;
}
