import type { Declaration } from "../../doubles/stack.js";
import type { Chance } from "../chance.js";

/** Components of the program, as their children's URNs name them. */
const COMPONENTS = [
  [],
  ["acme:Team"],
  ["acme:Team", "acme:Squad"],
  ["acme:Department", "acme:Team", "acme:Squad"],
] as const;

/** Moves some resources into components. */
export function nested(chance: Chance, program: readonly Declaration[]): Declaration[] {
  if (chance.happens(0.5)) return [...program];
  return program.map((one) => ({ ...one, parent: chance.pick(COMPONENTS) }));
}

/** A resource moves into a component, out of one or into another, mostly with an alias, as the guides recommend. */
export function reparented(chance: Chance, program: readonly Declaration[], one: Declaration): Declaration[] {
  const parent = chance.pick(COMPONENTS);
  const former = { name: one.name, parent: one.parent ?? [] };
  const aliases = chance.happens(0.7) ? [former, ...(one.aliases ?? [])] : [];
  return program.map((other) => (other === one ? { ...one, parent, aliases } : other));
}
