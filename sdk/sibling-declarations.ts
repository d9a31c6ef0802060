import * as pulumi from "@pulumi/pulumi";
import { foldEmail } from "../provider/plan/fold-email.js";
import { hasEnd, programEnd } from "./program-end.js";

/** The plain keys that the program declares, by kind. */
export interface Declared {
  role: string[];
  user: string[];
}

/** The argument that holds the members of a set. */
const MEMBERS = { RoleSet: "roles", UserAssignmentSet: "users" } as const;

/** Whether a resource of this class declares several objects. */
export function isSet(kind: string): kind is keyof typeof MEMBERS {
  return Object.hasOwn(MEMBERS, kind);
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
export function noteDeclared(kind: string, args: pulumi.Inputs): void {
  const { keys } = noticed();
  const of = kind.startsWith("Role") ? keys.role : keys.user;
  for (const key of ownKeys(kind, args)) of.push(key);
}

function ownKeys(kind: string, args: pulumi.Inputs): string[] {
  const plain = (value: unknown): string[] => (typeof value === "string" ? [foldEmail(value)] : []);
  if (isSet(kind)) return keysOf(args[MEMBERS[kind]]);
  if (kind === "Role") return plain(args.roleId);
  return kind === "UserAssignment" ? [...plain(args.email), ...plain(args.userId)] : [];
}

function keysOf(members: unknown): string[] {
  const isPlain = typeof members === "object" && members !== null && !pulumi.Output.isInstance(members);
  return isPlain ? Object.keys(members).map(foldEmail) : [];
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
export interface Siblings extends Declared {
  busyWith?: string[];
}

/**
 * Everything else that the program declares, once it has ended. A set needs this: a member that moves to a declaration
 * further down in the program leaves the set, but must not lose anything. Fails if the program fails, since what it would
 * have declared is unknown.
 */
export async function siblingDeclarations(kind: string, args: pulumi.Inputs): Promise<Siblings> {
  const program = noticed();
  const busyWith = hasEnd() ? await endOf(program) : await turns(program);
  const own = new Set(ownKeys(kind, args));
  const { role, user } = program.keys;
  const busy = busyWith.length > 0 && { busyWith };
  // Keys cost bytes in every check, so a resource's own are left out, and roles do not get those of users.
  return kind.startsWith("Role")
    ? { role: role.filter((key) => !own.has(key)), user: [], ...busy }
    : { role, user: user.filter((key) => !own.has(key)), ...busy };
}

function endOf(program: Program): Promise<string[]> {
  program.end ??= programEnd(program).finally(() => {
    program.end = undefined;
  });
  return program.end;
}

/** Without a stack, as under mocks, there is no end, and no one to take anything from. */
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
