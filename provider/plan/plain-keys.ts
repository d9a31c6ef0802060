import { CLASSES, type ResourceClass } from "./objects.js";
import { foldEmail } from "./text/fold-email.js";

/** The keys of the objects that a resource declares, folded. The arguments are those whose values are known. */
export function plainKeys(name: ResourceClass, known: Readonly<Record<string, unknown>>): string[] {
  const { members, identifiers = [] } = CLASSES[name];
  if (members === undefined) {
    return identifiers
      .map((argument) => known[argument])
      .flatMap((key) => (typeof key === "string" ? foldEmail(key) : []));
  }
  const declared = known[members];
  return typeof declared === "object" && declared !== null ? Object.keys(declared).map(foldEmail) : [];
}
