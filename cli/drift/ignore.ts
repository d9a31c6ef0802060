import { z } from "zod";
import { seen } from "../../provider/plan/fields.js";
import { matchesAny } from "../../provider/plan/glob.js";
import { CommandFailure } from "../command-failure.js";
import type { DriftKind } from "./findings.js";
import { kindName } from "./wording.js";

const DAY_MS = 86_400_000;

const entry = z.strictObject({
  kind: z.enum(["role", "user", "account", "apiKey"], { error: 'kind is "role", "user", "account" or "apiKey"' }),
  /** An id or an email, in which `*` stands for any text. */
  id: seen("id is an id or an email, in which * stands for any text").min(1, { error: "id is empty" }),
  /** Only this property; otherwise the whole object. */
  property: z.string({ error: "property is the name of a property" }).optional(),
  reason: z.string({ error: "a reason is required" }).regex(/\S/, { error: "a reason is required" }),
  /** The last day on which the entry counts, in UTC. */
  until: z.iso.date({ error: "until is a date such as 2027-01-31" }).optional(),
});

/** What a team knows and does not want to be told. */
export type IgnoreEntry = z.infer<typeof entry>;

/** A finding, as far as an entry can mean it. */
export interface Ignorable {
  kind: DriftKind;
  id: string;
  name?: string;
  property?: string;
}

/** The entries of an ignore file. Throws a CommandFailure that says where it is wrong. */
export function readIgnoreFile(text: string, file: string): IgnoreEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandFailure(`The ignore file ${file} is not JSON: ${error.message}.`);
  }
  const parsed = z
    .array(entry, { error: 'an ignore file is a list of { "kind", "id", "reason", "until"? }' })
    .safeParse(json);
  if (parsed.success) return parsed.data;
  throw new CommandFailure(`The ignore file ${file} cannot be used:\n${z.prettifyError(parsed.error)}`);
}

/** Entries at work: which findings they take out, and which of them have run out or met nothing. */
export class Ignores {
  readonly expired: IgnoreEntry[];
  readonly #active: { entry: IgnoreEntry; hits: number }[];
  #ignored = 0;

  constructor(entries: readonly IgnoreEntry[], now: number) {
    const isExpired = ({ until }: IgnoreEntry) => until !== undefined && Date.parse(until) + DAY_MS <= now;
    this.expired = entries.filter(isExpired);
    this.#active = entries.filter((one) => !isExpired(one)).map((one) => ({ entry: one, hits: 0 }));
  }

  /** Whether an entry means this finding. */
  covers(finding: Ignorable): boolean {
    const { kind, id, name, property } = finding;
    const names = name === undefined ? [id] : [id, name];
    const hit = this.#active.find(
      ({ entry: one }) =>
        one.kind === kind &&
        (one.property === undefined || one.property === property) &&
        names.some((text) => matchesAny([one.id], text)),
    );
    if (hit === undefined) return false;
    hit.hits += 1;
    this.#ignored += 1;
    return true;
  }

  /** How many findings were taken out. */
  get ignored(): number {
    return this.#ignored;
  }

  /** Entries that met no finding: what they were for is gone. */
  get unused(): IgnoreEntry[] {
    return this.#active.filter(({ hits }) => hits === 0).map((one) => one.entry);
  }
}

/** An entry as a person names it. */
export function describeEntry({ kind, id, property, reason, until }: IgnoreEntry): string {
  const object = `${kindName(kind)} ${id}`;
  const what = property === undefined ? object : `${property} of ${object}`;
  return `${what} (${reason}${until === undefined ? "" : `, until ${until}`})`;
}
