// The Pulumi program of most engine tests: it declares what program.json says. It runs in the engine's own node.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";
import type { Program, ProgramValue } from "./program.ts";

type Constructor = new (name: string, args: unknown, options: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const made = new Map<string, pulumi.CustomResource>();

export default function runProgram(): Record<string, unknown> {
  const { declarations, outputs } = JSON.parse(readFileSync("program.json", "utf8")) as Program;
  for (const { kind, name, args, options } of declarations) {
    const { parent, dependsOn, ...rest } = options;
    const Resource = lookUp(kind) as Constructor;
    const resource = new Resource(name, toInput(args), {
      ...(rest as pulumi.CustomResourceOptions),
      ...(parent === undefined ? {} : { parent: resourceOf(parent) }),
      ...(dependsOn === undefined ? {} : { dependsOn: dependsOn.map(resourceOf) }),
    });
    made.set(name, resource);
  }
  return toInput(outputs) as Record<string, unknown>;
}

function toInput(value: ProgramValue): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(toInput);
  const marked = value as Record<string, ProgramValue>;
  if (marked.$ref !== undefined) {
    const [name, property] = marked.$ref as [string, string];
    return (resourceOf(name) as unknown as Record<string, unknown>)[property];
  }
  if (marked.$secret !== undefined) return pulumi.secret(toInput(marked.$secret));
  if (marked.$unknown !== undefined) {
    return pulumi.runtime.isDryRun() ? pulumi.output(pulumi.unknown) : toInput(marked.$unknown);
  }
  if (marked.$call !== undefined) {
    const [name, args] = marked.$call as [string, ProgramValue];
    return (lookUp(name) as (args: unknown) => unknown)(toInput(args));
  }
  return Object.fromEntries(Object.entries(marked).map(([key, inner]) => [key, toInput(inner)]));
}

function resourceOf(name: string): pulumi.CustomResource {
  const resource = made.get(name);
  if (resource === undefined) throw new Error(`the program declares no "${name}" before its use`);
  return resource;
}

function lookUp(path: string): unknown {
  let found: unknown = cloudone;
  for (const part of path.split(".")) found = (found as Record<string, unknown> | undefined)?.[part];
  if (found === undefined) throw new Error(`pulumi-cloudone exports no ${path}`);
  return found;
}
