import { z } from "zod";
import { seen } from "../args/fields.js";

const fraction = z
  .number({ error: "maxRemovalFraction must be a number between 0 and 1" })
  .min(0, { error: "maxRemovalFraction must be at least 0" })
  .max(1, { error: "maxRemovalFraction must be at most 1: it is a fraction, not a percentage" });
const count = (name: string) =>
  z.int({ error: `${name} must be a whole number` }).min(0, { error: `${name} must be at least 0` });
const names = (name: string) =>
  z.array(seen("a name or a pattern must be a string"), { error: `${name} must be a list of strings` });

const PAIR = 'separate must be a list of pairs of patterns, such as [["*:audit:*", "*:role/full-access"]]';
const pattern = seen("a pattern of separate must be a string");
const pair = z.tuple([pattern, pattern], {
  error: ({ input }) =>
    Array.isArray(input) ? `each entry of separate must have two patterns, but this one has ${input.length}` : PAIR,
});

/** What limits the removals of one run: see {@link judge}. For what it separates: see {@link joinedBy}. */
export const guardSchema = z.strictObject({
  maxRemovals: count("maxRemovals").optional(),
  maxRemovalFraction: fraction.optional(),
  protectedUsers: names("protectedUsers").optional(),
  protectedRoles: names("protectedRoles").optional(),
  adminRoles: names("adminRoles").optional(),
  minimumAdmins: count("minimumAdmins").optional(),
  separate: z.array(pair, { error: PAIR }).optional(),
  allow: seen("allow must be the digest that a refusal printed").optional(),
});

export type Guard = z.infer<typeof guardSchema> & {
  /** A fraction that applies in addition to `maxRemovalFraction`, or to its default; see {@link tighterGuard}. */
  boundFraction?: number;
};

/** A change that takes access away. */
export interface Removal {
  kind: "role" | "user";
  id: string;
  /** The role's id or the user's email. */
  name: string;
  /** What happens, such as `disable` or `loses urn:…`. */
  action: string;
  /** The role that a user has now: taking away another one would be another removal. */
  from?: string;
  /** The users who lose something by a role's narrowing. */
  users?: readonly { id: string; email: string }[];
}

/** The writes of a process: those that are done, and those that it has begun. */
export interface Writes {
  done: number;
  begun: number;
}

/** The guard of a resource, merged over that of the stack's configuration. */
export function mergeGuards(configured: Guard | undefined, own: Guard | undefined): Guard {
  return { ...configured, ...own };
}

/** The guard, with these users protected too. */
export function protectingToo(guard: Guard, ids: readonly string[]): Guard {
  return ids.length === 0 ? guard : { ...guard, protectedUsers: [...(guard.protectedUsers ?? []), ...ids] };
}

/** Whether the guard depends on the holders of a narrowed role. */
export function isBounded({ maxRemovals, protectedRoles, protectedUsers }: Guard): boolean {
  return [maxRemovals, protectedRoles, protectedUsers].some((bound) => bound !== undefined);
}
