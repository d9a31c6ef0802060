/**
 * What check adds to the inputs, for people, update plans and the next check, each property by how it follows from the plan;
 * undefined leaves it out. These properties are not arguments.
 */
export type Shown<P> = Readonly<Record<string, Follows<P>["from"]>>;

/** As a method, so that a table of all resources can hold it. */
interface Follows<P> {
  from(plan: P): unknown;
}

export function propertiesShown<P>(shown: Shown<P>, plan: P): Record<string, unknown> {
  const entries = Object.entries(shown).map(([key, of]) => [key, of(plan)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The list in an order that does not depend on the server's lists, since update plans pin it; undefined if it is empty. */
export function sortedIfAny(list: Iterable<string>): string[] | undefined {
  const sorted = [...list].sort();
  return sorted.length > 0 ? sorted : undefined;
}
