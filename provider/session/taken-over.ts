import { describeTakenOver } from "../plan/text/taken-over.js";
import type { Log } from "./log.js";

/**
 * Objects taken over unchanged, which the engine reports as creations. One line for each kind names them, once
 * every resource of that kind that the program has declared so far is checked.
 */
export class TakenOver {
  readonly #log: Log;
  readonly #kinds = new Map<string, Kind>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Notes a resource before its check; without a total, each gets its own line. */
  expect(kind: string, { urn = "", of = 0 }: { urn?: string | undefined; of?: number | undefined }): void {
    const known = this.#kinds.get(kind) ?? { checked: new Set(), named: new Set(), waiting: [], of: 0 };
    known.checked.add(urn);
    known.of = Math.max(known.of, of);
    this.#kinds.set(kind, known);
  }

  /** Notes the result of a check: the object's name, if it is taken over. Once no more are to come, names them all. */
  checked(kind: string, plural: string, name: string | undefined): void {
    const known = this.#kinds.get(kind);
    if (known === undefined) return;
    if (name !== undefined && !known.named.has(name)) known.waiting.push(name);
    if (known.waiting.length === 0 || known.checked.size < known.of) return;
    for (const text of describeTakenOver(plural, known.waiting)) this.#log.info(text);
    for (const one of known.waiting) known.named.add(one);
    known.waiting = [];
  }
}

interface Kind {
  checked: Set<string>;
  /** Names that a line has already shown: a replacement is checked twice. */
  named: Set<string>;
  waiting: string[];
  /** How many there are. */
  of: number;
}
