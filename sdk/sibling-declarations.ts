import * as pulumi from "@pulumi/pulumi";
import { foldEmail } from "../provider/plan/fold-email.js";
import { hasEnd, programEnd } from "./program-end.js";

/** Plain keys of what the program declares, by kind. */
export interface Declared {
  role: string[];
  user: string[];
}

interface Program {
  keys: Declared;
  /** Grows with everything that the program declares. */
  declared: number;
  isSetUsed: boolean;
  /** Under way for all sets at once. */
  end?: Promise<string[]> | undefined;
}

// Keyed by the connection to the engine: one process may run several programs, one after the other.
const programs = new WeakMap<object, Program>();
const nobody = {};

/** Notes what a resource declares, as far as it is plain. */
export function noteDeclared(kind: string, args: pulumi.Inputs): void {
  const { keys } = noticed();
  const of = kind.startsWith("Role") ? keys.role : keys.user;
  for (const key of ownKeys(kind, args)) of.push(key);
}

function ownKeys(kind: string, args: pulumi.Inputs): string[] {
  const plain = (value: unknown): string[] => (typeof value === "string" ? [foldEmail(value)] : []);
  if (kind === "Role") return plain(args.roleId);
  if (kind === "RoleSet") return keysOf(args.roles);
  if (kind === "UserAssignment") return [...plain(args.email), ...plain(args.userId)];
  return kind === "UserAssignmentSet" ? keysOf(args.users) : [];
}

function keysOf(members: unknown): string[] {
  const isPlain = typeof members === "object" && members !== null && !pulumi.Output.isInstance(members);
  return isPlain ? Object.keys(members).map(foldEmail) : [];
}

/** Whether the running program has declared any resource of this package. */
export function hasDeclared(): boolean {
  return programs.has(pulumi.runtime.getMonitor() ?? nobody);
}

/** Notes that something asks for what a set puts out, and so may wait for it. */
export function noteSetUsed(): void {
  noticed().isSetUsed = true;
}

/** What the program declares beside a resource, and what it was still busy with when the set could wait no longer. */
export interface Siblings extends Declared {
  busyWith?: string[];
}

/**
 * All that the program declares, once it has ended. A set asks for it: a member that moves to a declaration further down in
 * the program is no longer the set's, but nothing has to be taken from it. Fails where the program does: what it would have
 * declared nobody knows.
 */
export async function siblingDeclarations(kind: string, args: pulumi.Inputs): Promise<Siblings> {
  const program = noticed();
  const busyWith = hasEnd() ? await endOf(program) : await turns(program);
  const own = new Set(ownKeys(kind, args));
  const { role, user } = program.keys;
  const busy = busyWith.length > 0 && { busyWith };
  // Many keys are many bytes in every check: each knows its own, and roles say nothing of users.
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

/** Without a stack, as under mocks, there is no end, and nobody to take anything from. */
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
  const key = pulumi.runtime.getMonitor() ?? nobody;
  const program = programs.get(key) ?? { keys: { role: [], user: [] }, declared: 0, isSetUsed: false };
  programs.set(key, program);
  program.declared += 1;
  return program;
}
