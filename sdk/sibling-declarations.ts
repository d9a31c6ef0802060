import * as pulumi from "@pulumi/pulumi";
import { CLASSES, OBJECTS, type ResourceClass } from "../provider/plan/objects.js";
import { plainKeys } from "../provider/plan/plain-keys.js";
import { hasEnd, programEnd } from "./program-end.js";

/** The plain keys that the program declares, by kind. */
interface Declared {
  role: string[];
  user: string[];
}

interface Program {
  keys: Declared;
  /** Grows with everything that the program declares. */
  declared: number;
  isSetUsed: boolean;
  /** Shared by all sets that wait. */
  end?: Promise<string[]> | undefined;
}

// Keyed by the connection to the engine: one process may run several programs, one after the other.
const programs = new WeakMap<object, Program>();
const noMonitor = {};

/** Records the plain keys that a resource declares. */
export function noteDeclared(kind: ResourceClass, args: pulumi.Inputs): void {
  const { keys } = noticed();
  const { object } = CLASSES[kind];
  if (object !== "account") keys[object].push(...ownKeys(kind, args));
}

function ownKeys(kind: ResourceClass, args: pulumi.Inputs): string[] {
  return plainKeys(kind, Object.fromEntries(Object.entries(args).filter(([, arg]) => !pulumi.Output.isInstance(arg))));
}

/** Whether the running program has declared any resource of this package. */
export function hasDeclared(): boolean {
  return programs.has(pulumi.runtime.getMonitor() ?? noMonitor);
}

/** Records that something reads a set's outputs, and so may wait for the set. */
export function noteSetUsed(): void {
  noticed().isSetUsed = true;
}

/** What else the program declares, and what it was still busy with when the set could not wait any longer. */
interface Siblings extends Declared {
  busyWith?: string[];
}

/**
 * Everything else that the program declares, once it has ended. A set needs this: a member that moves to a declaration
 * further down in the program leaves the set, but must not lose anything. Fails if the program fails, since what it would
 * have declared is unknown.
 */
export async function siblingDeclarations(kind: ResourceClass, args: pulumi.Inputs): Promise<Siblings> {
  const program = noticed();
  const busyWith = hasEnd() ? await endOf(program) : await turns(program);
  const own = new Set(ownKeys(kind, args));
  const { object } = CLASSES[kind];
  const beside: readonly string[] = OBJECTS[object].beside;
  // Keys cost bytes in every check, so omit a resource's own and those that its plan does not need.
  const others = (of: keyof Declared) => {
    if (!beside.includes(of)) return [];
    return of === object ? program.keys[of].filter((key) => !own.has(key)) : program.keys[of];
  };
  return { role: others("role"), user: others("user"), ...(busyWith.length > 0 && { busyWith }) };
}

function endOf(program: Program): Promise<string[]> {
  program.end ??= programEnd(program).finally(() => {
    program.end = undefined;
  });
  return program.end;
}

/** Without a stack, as under mocks, there is no end to wait for, and no access to take away. */
async function turns(program: Program): Promise<string[]> {
  for (let quiet = 0, seen = program.declared; quiet < 5; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (seen === program.declared) continue;
    seen = program.declared;
    quiet = 0;
  }
  return [];
}

function noticed(): Program {
  const key = pulumi.runtime.getMonitor() ?? noMonitor;
  const program = programs.get(key) ?? { keys: { role: [], user: [] }, declared: 0, isSetUsed: false };
  programs.set(key, program);
  program.declared += 1;
  return program;
}
