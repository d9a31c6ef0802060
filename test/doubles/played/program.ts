import { UNKNOWN } from "../../../provider/plan/index.js";
import type { ResourceClass } from "../../../provider/plan/objects.js";
import type { Declaration as Declared, ProgramValue, ResourceOptions } from "../../engine/harness/program.js";
import { KINDS } from "../../simulation/kinds.js";
import type { Declaration } from "../stack.js";

type Properties = Record<string, unknown>;

/** The value of an output of a resource. */
type LookUp = (name: string, property: string) => unknown;

/** The declarations of an engine test in the form that the played engine needs. */
export function playable(program: readonly Declared[], isPreview: boolean): Declaration[] {
  return program.map(({ kind, name, args, options }) => {
    if (!(kind in KINDS)) throw new Error(`There is no kind ${kind}.`);
    const { after, aliases } = played(options);
    const inputs = plainValue(args, isPreview, (other, property) => {
      after.push(other);
      const value = program.find((one) => one.name === other)?.args[property];
      if (value === undefined)
        throw new Error(`Only the real engine knows ${other}.${property}, which is not an argument.`);
      return value;
    });
    return { class: kind as ResourceClass, name, inputs: inputs as Properties, after, aliases };
  });
}

/** A value without a program's markers. */
export function plainValue(value: ProgramValue, isPreview: boolean, lookUp: LookUp): unknown {
  if (value === null || typeof value !== "object") return value;
  const plain = (inner: ProgramValue) => plainValue(inner, isPreview, lookUp);
  if (Array.isArray(value)) return value.map(plain);
  const marked = value as Record<string, ProgramValue>;
  if (marked.$ref !== undefined) {
    const [name, property] = marked.$ref as [string, string];
    return lookUp(name, property);
  }
  if (marked.$unknown !== undefined) return isPreview ? UNKNOWN : plain(marked.$unknown);
  for (const mark of ["$secret", "$call"]) if (mark in marked) throw new Error(`Only the real engine knows ${mark}.`);
  const entries = Object.entries(marked).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

function played({ dependsOn = [], aliases = [], ...rest }: ResourceOptions) {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new Error(`Only the real engine knows the options ${unknown.join(", ")}.`);
  return { after: [...dependsOn], aliases: aliases.map((alias) => ({ name: formerName(alias) })) };
}

function formerName(alias: NonNullable<ResourceOptions["aliases"]>[number]): string {
  const { name = undefined, ...rest } = typeof alias === "string" ? {} : alias;
  if (name === undefined || Object.keys(rest).length > 0) throw new Error("The played engine knows aliases by name.");
  return name;
}
