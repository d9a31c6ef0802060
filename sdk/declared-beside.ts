import * as pulumi from "@pulumi/pulumi";

/** Plain keys of what the program declares, by kind. */
export interface Declared {
  role: string[];
  user: string[];
}

interface Program {
  declared: Declared;
  last: number;
}

/** How many turns of the event loop without a new declaration tell that the program has declared what it will. */
const QUIET_TURNS = 5;

// Keyed by the connection to the engine: one process may run several programs, one after the other.
const programs = new WeakMap<object, Program>();
const nobody = {};

/** Notes what a resource declares, as far as it is plain. */
export function noteDeclared(kind: string, args: pulumi.Inputs): void {
  const { declared } = noticed();
  const plain = (value: unknown): string[] => (typeof value === "string" ? [value.trim().toLowerCase()] : []);
  const keys = (value: unknown): string[] =>
    typeof value === "object" && value !== null && !pulumi.Output.isInstance(value) ? Object.keys(value) : [];
  if (kind === "Role") declared.role.push(...plain(args.roleId));
  if (kind === "RoleSet") declared.role.push(...keys(args.roles));
  if (kind === "UserAssignment") declared.user.push(...plain(args.email), ...plain(args.userId));
  if (kind === "UserAssignmentSet") declared.user.push(...keys(args.users).map((email) => email.trim().toLowerCase()));
}

/**
 * All that the program declares, once it has gone quiet. A set asks for it: a member that moves to a declaration further
 * down in the program is no longer the set's, but nothing has to be taken from it.
 */
export async function declaredBeside(): Promise<Declared> {
  const program = noticed();
  for (let quiet = 0, seen = program.last; quiet < QUIET_TURNS; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (seen === program.last) continue;
    seen = program.last;
    quiet = 0;
  }
  return program.declared;
}

function noticed(): Program {
  const key = pulumi.runtime.getMonitor() ?? nobody;
  const program = programs.get(key) ?? { declared: { role: [], user: [] }, last: 0 };
  programs.set(key, program);
  program.last += 1;
  return program;
}
