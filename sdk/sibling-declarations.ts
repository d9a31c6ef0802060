import * as pulumi from "@pulumi/pulumi";
import { foldEmail } from "../provider/plan/fold-email.js";
import { isIdle } from "./event-loop-idle.js";

/** Plain keys of what the program declares, by kind. */
export interface Declared {
  role: string[];
  user: string[];
}

interface Program {
  declared: Declared;
  last: number;
  /** Under way for all sets at once: their own timers must not keep each other waiting. */
  silence?: Promise<void> | undefined;
}

/** How long nothing may be under way before the program counts as ended. */
const QUIET_MS = 200;
const LOOK_EVERY_MS = 10;
/** What never ends, such as an interval of the program's own, does not hold a set back for ever. */
const PATIENCE_MS = 60_000;

// Keyed by the connection to the engine: one process may run several programs, one after the other.
const programs = new WeakMap<object, Program>();
const nobody = {};

/** Notes what a resource declares, as far as it is plain. */
export function noteDeclared(kind: string, args: pulumi.Inputs): void {
  const { declared } = noticed();
  const plain = (value: unknown): string[] => (typeof value === "string" ? [foldEmail(value)] : []);
  if (kind === "Role") declared.role.push(...plain(args.roleId));
  if (kind === "RoleSet") for (const key of keysOf(args.roles)) declared.role.push(key);
  if (kind === "UserAssignment") declared.user.push(...plain(args.email), ...plain(args.userId));
  if (kind === "UserAssignmentSet") for (const key of keysOf(args.users)) declared.user.push(key);
}

function keysOf(members: unknown): string[] {
  const isPlain = typeof members === "object" && members !== null && !pulumi.Output.isInstance(members);
  return isPlain ? Object.keys(members).map(foldEmail) : [];
}

/**
 * All that the program declares, once it has ended or gone quiet. A set asks for it: a member that moves to a declaration
 * further down in the program is no longer the set's, but nothing has to be taken from it. Fails where the program does:
 * what it would have declared nobody knows.
 */
export async function siblingDeclarations(kind: string, args: pulumi.Inputs): Promise<Declared> {
  const program = noticed();
  const end = programEnd();
  // Without a stack, as under mocks, there is no end, and nobody to take anything from.
  if (end === undefined) await turns(program);
  else {
    program.silence ??= silence(program);
    await Promise.race([program.silence, end]);
  }
  const own = new Set(keysOf(kind === "RoleSet" ? args.roles : args.users));
  const { role, user } = program.declared;
  // Many keys are many bytes in every check: a set knows its own, and roles say nothing of users.
  return kind === "RoleSet"
    ? { role: role.filter((key) => !own.has(key)), user: [] }
    : { role, user: user.filter((key) => !own.has(key)) };
}

/**
 * Settles when the program has ended and its outputs are there. Outputs of a set are there only after the set, which is
 * why nobody can wait for this alone.
 */
function programEnd(): Promise<unknown> | undefined {
  const stack = pulumi.runtime.getStackResource();
  const data = (stack as { __data?: unknown } | undefined)?.__data;
  return data instanceof Promise ? data : undefined;
}

async function silence(program: Program): Promise<void> {
  const started = Date.now();
  let since = started;
  for (let seen = program.last; Date.now() - since < QUIET_MS && Date.now() - started < PATIENCE_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (seen === program.last && isIdle()) continue;
    seen = program.last;
    since = Date.now();
  }
  program.silence = undefined;
}

async function turns(program: Program): Promise<void> {
  for (let quiet = 0, seen = program.last; quiet < 5; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (seen === program.last) continue;
    seen = program.last;
    quiet = 0;
  }
}

function noticed(): Program {
  const key = pulumi.runtime.getMonitor() ?? nobody;
  const program = programs.get(key) ?? { declared: { role: [], user: [] }, last: 0 };
  programs.set(key, program);
  program.last += 1;
  return program;
}
