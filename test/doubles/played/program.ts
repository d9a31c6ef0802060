import { UNKNOWN } from "../../../provider/plan/index.js";
import type { Declaration as Declared, ProgramValue, ResourceOptions } from "../../engine/harness/program.js";
import { KINDS, type ResourceClass } from "../../simulation/kinds.js";
import type { Declaration } from "../stack.js";

type Properties = Record<string, unknown>;

/** An output of a resource: by the program if it says so, otherwise by the state. */
export type LookUp = (name: string, property: string) => unknown;

/** The declarations of an engine test as the played engine wants them. */
export function playable(program: readonly Declared[], isPreview: boolean, lookUp: LookUp): Declaration[] {
  return program.map(({ kind, name, args, options }) => {
    if (!(kind in KINDS)) throw new Error(`There is no kind ${kind}.`);
    const refs: Record<string, string> = {};
    const inputs = plainValue(args, { isPreview, lookUp, refs, path: [] }) as Properties;
    return { class: kind as ResourceClass, name, inputs, refs, ...played(options) };
  });
}

interface Place {
  isPreview: boolean;
  lookUp: LookUp;
  /** Collects which inputs are outputs of which resource. */
  refs: Record<string, string>;
  path: string[];
}

export function plainValue(value: ProgramValue, place: Place): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((inner, n) => plainValue(inner, below(place, String(n))));
  const marked = value as Record<string, ProgramValue>;
  if (marked.$ref !== undefined) {
    const [name, property] = marked.$ref as [string, string];
    place.refs[place.path.join("/")] = name;
    return place.lookUp(name, property);
  }
  if (marked.$unknown !== undefined) return place.isPreview ? UNKNOWN : plainValue(marked.$unknown, place);
  for (const mark of ["$secret", "$call"]) if (mark in marked) throw new Error(`Only the real engine knows ${mark}.`);
  const entries = Object.entries(marked).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plainValue(inner, below(place, key))]));
}

function below(place: Place, key: string): Place {
  return { ...place, path: [...place.path, key] };
}

function played({ dependsOn = [], aliases = [], ...rest }: ResourceOptions): Pick<Declaration, "after" | "aliases"> {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new Error(`Only the real engine knows the options ${unknown.join(", ")}.`);
  return { after: dependsOn, aliases: aliases.map((alias) => ({ name: formerName(alias) })) };
}

function formerName(alias: NonNullable<ResourceOptions["aliases"]>[number]): string {
  const { name = undefined, ...rest } = typeof alias === "string" ? {} : alias;
  if (name === undefined || Object.keys(rest).length > 0) throw new Error("The played engine knows aliases by name.");
  return name;
}
