/** A list of up to this many characters stays on one line. */
const LINE = 120;
/** A longer one names this many, each on its own line. */
const SHOWN = 10;
/** A set's preview properties name all of them. */
export const IN_PREVIEW = "all of them: pulumi preview --diff";
/** For what is not declared. */
export const IN_DRIFT = "all of them: npx pulumi-cloudone drift";

interface Listing {
  /** What to do about those in the list. */
  advice?: string;
  /** Where all of them are. */
  rest?: string;
  /** Whether to name all of them, however many there are. */
  isWhole?: boolean;
}

/** A sentence that ends with the names: a few on its line, more on a line each, and beyond that a count. */
export function listed(
  head: string,
  names: readonly string[],
  { advice, rest, isWhole = false }: Listing = {},
): string {
  if (fitInLine(names)) return `${head}: ${names.join(", ")}${advice ? `. ${advice}` : ""}`;
  const more = names.length - SHOWN;
  // One name takes as much room as the line that would stand for it.
  const shown =
    more > 1 && !isWhole ? [...names.slice(0, SHOWN), `and ${more} more${rest ? ` (${rest})` : ""}`] : names;
  return `${head}:${lines(shown)}${advice ? `\n${advice}` : ""}`;
}

/** Whether the names fit on one line. */
export function fitInLine(names: readonly string[]): boolean {
  return names.length === 1 || names.join(", ").length <= LINE;
}

/** What a person should know before a run. */
export interface Lines {
  /** Warnings that name what a refusal of the guards names as well; they come first. */
  losses?: readonly string[];
  warnings: readonly string[];
  infos: readonly string[];
}

/** One message that names them, or none. */
export function line(names: readonly string[], head: string, listing: Listing = {}): string[] {
  return names.length === 0 ? [] : [listed(head, names, listing)];
}

/** `1 user`, `2 users`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The same within a line: only the first few. */
export function firstOf(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 1 ? `${names.slice(0, SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

/** Each on its own line. */
export function lines(names: readonly string[]): string {
  return names.map((name) => `\n  ${name}`).join("");
}
