import { z } from "zod";
import { seen } from "../../provider/plan/args/fields.js";
import { matchesAny } from "../../provider/plan/args/glob.js";
import { CommandFailure } from "../command-failure.js";
import type { DriftKind } from "./findings.js";
import { kindName } from "./wording.js";

const DAY_MS = 86_400_000;

const entry = z.strictObject({
  kind: z.enum(["role", "user", "account", "apiKey"], { error: 'kind must be "role", "user", "account" or "apiKey"' }),
  /** An id or an email; `*` matches any characters. */
  id: seen("id must be an id or an email; * matches any characters").min(1, { error: "id must not be empty" }),
  /** Only this property; otherwise the whole object. */
  property: z.string({ error: "property must be the name of a property" }).optional(),
  reason: z.string({ error: "a reason is required" }).regex(/\S/, { error: "a reason is required" }),
  /** The last day on which the entry counts, in UTC. */
  until: z.iso.date({ error: "until must be a date such as 2027-01-31" }).optional(),
});

/** A finding that a team knows about and does not want to see. */
export type IgnoreEntry = z.infer<typeof entry>;

/** The part of a finding that an entry can match. */
interface Ignorable {
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
    .array(entry, { error: 'an ignore file must be a list of { "kind", "id", "reason", "until"? }' })
    .safeParse(json);
  if (parsed.success) return parsed.data;
  throw new CommandFailure(`The ignore file ${file} cannot be used:\n${z.prettifyError(parsed.error)}`);
}

/** Applies entries: which findings they take out, and which of them have expired or matched nothing. */
export class Ignores {
  readonly expired: IgnoreEntry[];
  readonly #active: { entry: IgnoreEntry; hits: number }[];
  #ignored = 0;

  constructor(entries: readonly IgnoreEntry[], now: number) {
    const isExpired = ({ until }: IgnoreEntry) => until !== undefined && Date.parse(until) + DAY_MS <= now;
    this.expired = entries.filter(isExpired);
    this.#active = entries.filter((one) => !isExpired(one)).map((one) => ({ entry: one, hits: 0 }));
  }

  /** Whether an entry matches this finding. */
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

  /** Entries that matched no finding: their reason is gone. */
  get unused(): IgnoreEntry[] {
    return this.#active.filter(({ hits }) => hits === 0).map((one) => one.entry);
  }
}

/** An entry in words. */
export function describeEntry({ kind, id, property, reason, until }: IgnoreEntry): string {
  const object = `${kindName(kind)} ${id}`;
  const what = property === undefined ? object : `${property} of ${object}`;
  return `${what} (${reason}${until === undefined ? "" : `, until ${until}`})`;
}
