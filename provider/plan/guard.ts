import { createHash } from "node:crypto";
import { z } from "zod";
import { ADMIN_ROLES } from "./admin-roles.js";
import { seen } from "./fields.js";
import { matchesAny } from "./glob.js";

const fraction = z
  .number({ error: "maxRemovalFraction is a number between 0 and 1" })
  .min(0, { error: "maxRemovalFraction is at least 0" })
  .max(1, { error: "maxRemovalFraction is at most 1: it is a fraction, not a percentage" });
const count = (name: string) =>
  z.int({ error: `${name} is a whole number` }).min(0, { error: `${name} is at least 0` });
const names = (name: string) => z.array(seen("a name or a pattern is a text"), { error: `${name} is a list of texts` });

const PAIR = 'separate is a list of pairs of patterns, such as [["*:audit:*", "*:role/full-access"]]';
const pattern = seen("a pattern of separate is a string");
const pair = z.tuple([pattern, pattern], {
  error: ({ input }) =>
    Array.isArray(input) ? `each entry of separate has two patterns, and this one has ${input.length}` : PAIR,
});

/** What bounds the removals of one run; see {@link judge}. What it separates, see {@link joinedBy}. */
export const guardSchema = z.strictObject({
  maxRemovals: count("maxRemovals").optional(),
  maxRemovalFraction: fraction.optional(),
  protectedUsers: names("protectedUsers").optional(),
  protectedRoles: names("protectedRoles").optional(),
  adminRoles: names("adminRoles").optional(),
  minimumAdmins: count("minimumAdmins").optional(),
  separate: z.array(pair, { error: PAIR }).optional(),
  allow: seen("allow is the digest that a refusal printed").optional(),
});

export type Guard = z.infer<typeof guardSchema> & {
  /** A fraction that counts beside `maxRemovalFraction`, or its default; see {@link tighterGuard}. */
  boundFraction?: number;
};

/** A set may take this much away without a word; beyond it, at most a quarter of what it governs. */
const SET_DEFAULT = { beyond: 5, fraction: 0.25 } as const;

/** Something that takes access away. */
export interface Removal {
  kind: "role" | "user";
  id: string;
  /** The role's id or the user's email. */
  name: string;
  /** What happens, such as `disable` or `loses urn:…`. */
  action: string;
  /** The role that a user has now: to take away another one would be another removal. */
  from?: string;
  /** The users from whom a role's narrowing takes. */
  users?: readonly { id: string; email: string }[];
}

/** What a guard judges. */
export interface Judged {
  removals: readonly Removal[];
  /** Removals of this process before these. */
  before?: number;
  /** For a set: how many live objects it governs. */
  scope?: number;
  /** Enabled users with an admin role; judged only where the plan leaves fewer of them. */
  admins?: { now: number; after: number };
  /** The API key in use; its role is undefined where the key may not read itself. Judged for roles alone. */
  key?: { apiKeyId: string; roleId: string | undefined };
}

/** The guards of a resource over those of the stack's configuration. */
export function mergeGuards(configured: Guard | undefined, own: Guard | undefined): Guard {
  return { ...configured, ...own };
}

/** The guard that protects these users as well. */
export function protectingToo(guard: Guard, ids: readonly string[]): Guard {
  return ids.length === 0 ? guard : { ...guard, protectedUsers: [...(guard.protectedUsers ?? []), ...ids] };
}

/** Why the removals are refused, with every name and the line that allows exactly them; undefined where they pass. */
export function judge(guard: Guard, judged: Judged): string | undefined {
  const { removals, key } = judged;
  if (removals.length === 0) return undefined;
  const own = removals.filter(({ kind, id }) => kind === "role" && id === key?.roleId);
  if (own.length > 0) {
    return `${own[0]?.name} is the role of the API key in use: it may be widened, never narrowed or deleted (${list(own)}). Use another key for this`;
  }
  const digest = digestOf(removals);
  if (isAllowed(guard, digest)) return undefined;
  const reasons = reasonsAgainst(guard, judged);
  if (reasons.length === 0) return undefined;
  return [
    ...reasons,
    `Refused, before anything was written: ${list(removals)}`,
    `To allow exactly this once, add  guard: { allow: "${digest}" }`,
  ].join("\n");
}

/** Each guard that the removals break. */
export function reasonsAgainst(guard: Guard, judged: Judged): string[] {
  const { removals } = judged;
  return [
    ...limits(guard, judged),
    ...protectedOnes(guard, removals),
    ...tooFewAdmins(guard, judged),
    ...maybeOwnRole(judged),
  ];
}

/**
 * What is left to judge of a plan that has passed its guards, as it is carried out: only the last admins depend on what has
 * become of it. An allowed plan takes no more of them than it said.
 */
export function adminsGuard(
  { adminRoles, minimumAdmins = 1, allow }: Guard,
  { removals, admins }: Pick<Judged, "removals" | "admins">,
): Guard {
  const least = isAllowed({ allow }, digestOf(removals))
    ? Math.min(minimumAdmins, admins?.after ?? minimumAdmins)
    : minimumAdmins;
  return { ...(adminRoles && { adminRoles }), minimumAdmins: least };
}

/** Whether the guard depends on who holds a role that is narrowed. */
export function isBounded({ maxRemovals, protectedRoles, protectedUsers }: Guard): boolean {
  return [maxRemovals, protectedRoles, protectedUsers].some((bound) => bound !== undefined);
}

/** `allow` may come from several places, each with a digest of its own. */
function isAllowed({ allow }: { allow?: string | undefined }, digest: string): boolean {
  return allow?.split(/\s+/).includes(digest) ?? false;
}

/** Identifies a list of removals, whatever its order. */
export function digestOf(removals: readonly Removal[]): string {
  const lines = removals.map(({ kind, id, action, from }) => JSON.stringify([kind, id, action, from ?? ""])).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}

/** The removals as a person reads them: who loses what. */
export function list(removals: readonly Removal[]): string {
  return removals.map(({ name, action }) => `${name} (${action})`).join(", ");
}

function limits(
  { maxRemovals, maxRemovalFraction, boundFraction }: Guard,
  { removals, before = 0, scope }: Judged,
): string[] {
  const reasons: string[] = [];
  const total = before + removals.length;
  if (maxRemovals !== undefined && total > maxRemovals) {
    reasons.push(`guard.maxRemovals: ${counted(total)}${before > 0 ? ` in this run` : ""}, at most ${maxRemovals}`);
  }
  if (scope === undefined) return reasons;
  const limit = maxRemovalFraction ?? SET_DEFAULT.fraction;
  const beyond = maxRemovalFraction === undefined ? SET_DEFAULT.beyond : 0;
  if (removals.length > beyond && removals.length > limit * scope) {
    const which = maxRemovalFraction === undefined ? `${limit}, the default beyond ${beyond} removals` : `${limit}`;
    const both = maxRemovals !== undefined && maxRemovalFraction === undefined;
    const hint = both ? `. maxRemovals: ${maxRemovals} does not lift that: set maxRemovalFraction too, up to 1` : "";
    reasons.push(`guard.maxRemovalFraction: ${counted(removals.length)} of ${scope}, at most ${which}${hint}`);
  } else if (boundFraction !== undefined && removals.length > boundFraction * scope) {
    reasons.push(`guard.maxRemovalFraction: ${counted(removals.length)} of ${scope}, at most ${boundFraction}`);
  }
  return reasons;
}

function protectedOnes({ protectedUsers = [], protectedRoles = [] }: Guard, removals: readonly Removal[]): string[] {
  const users = removals.filter((one) =>
    (one.kind === "user" ? [{ id: one.id, email: one.name }] : (one.users ?? [])).some(
      ({ id, email }) => matchesAny(protectedUsers, email) || matchesAny(protectedUsers, id),
    ),
  );
  const roles = removals.filter(({ kind, id }) => kind === "role" && matchesAny(protectedRoles, id));
  return [
    ...(users.length > 0 ? [`guard.protectedUsers: ${list(users)}`] : []),
    ...(roles.length > 0 ? [`guard.protectedRoles: ${list(roles)}`] : []),
  ];
}

function tooFewAdmins({ minimumAdmins = 1, adminRoles }: Guard, { admins }: Judged): string[] {
  if (admins === undefined || admins.after >= admins.now || admins.after >= minimumAdmins) return [];
  return [
    `guard.minimumAdmins: ${admins.after} enabled users with ${(adminRoles ?? ADMIN_ROLES).join(" or ")} would be left of ${admins.now}, at least ${minimumAdmins}`,
  ];
}

/** A key that may not read itself might have any role. */
function maybeOwnRole({ removals, key }: Judged): string[] {
  const roles = removals.filter(({ kind }) => kind === "role");
  if (key === undefined || key.roleId !== undefined || roles.length === 0) return [];
  return [
    `API key ${key.apiKeyId}, which is in use, may not read itself, so its role is not known; it might be ${list(roles)}. ` +
      "Give the key a role that may read API keys, or make sure that it has another role than these",
  ];
}

function counted(removals: number): string {
  return removals === 1 ? "1 removal" : `${removals} removals`;
}
