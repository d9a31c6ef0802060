import { foldEmail } from "../args/fields.js";
import { matchesAny } from "../args/glob.js";
import { counted, listed } from "../text/listed.js";
import type { Guard, Removal, Writes } from "./guard.js";
import { digestOf, isAllowed, list, names } from "./removals.js";

/** The facts that a guard judges. */
export interface Judged {
  removals: readonly Removal[];
  /** The number of removals in this process before these. */
  before?: number;
  /** For a set: how many live objects it manages. */
  scope?: number;
  /** Enabled users with an admin role; judged only if the plan leaves fewer of them. */
  admins?: { now: number; after: number };
  /** The API key in use; its role is undefined if the key may not read itself. Judged only for roles. */
  key?: { apiKeyId: string; roleId: string | undefined };
  /** Protected emails that no one has; see {@link unmatchedEmails}. Judged only for roles that people hold. */
  unmatched?: readonly string[];
  /** How many writes this process has done and is doing, as a refusal tells it. */
  writes?: Writes;
}

/** Why the removals are refused, with every name and the line that allows exactly these; undefined if they pass. */
export function judge(guard: Guard, judged: Judged): string | undefined {
  const { removals, key } = judged;
  if (removals.length === 0) return undefined;
  const own = removals.filter(({ kind, id }) => kind === "role" && id === key?.roleId);
  if (own.length > 0) {
    return `${own[0]?.name} is the role of the API key in use: this run may add to it but not narrow or delete it (${list(own)}). Use a different key`;
  }
  const digest = digestOf(removals);
  if (isAllowed(guard, digest)) return undefined;
  const reasons = reasonsAgainst(guard, judged);
  if (reasons.length === 0) return undefined;
  return [
    ...reasons,
    listed(refused(judged), names(removals), { isWhole: true }),
    `To allow exactly this once, add  guard: { allow: "${digest}" }`,
  ].join("\n");
}

function refused({ writes = { done: 0, begun: 0 } }: Judged): string {
  const { done, begun } = writes;
  if (done + begun === 0) return "Refused, before anything was written";
  if (done === 0) return "Refused. Not written";
  return `Refused. ${done === 1 ? "1 other object was" : `${done} other objects were`} written before. Not written`;
}

/**
 * What guards might refuse when one resource alone cannot tell, since other resources of the run count too: how many removals
 * there are, and how many admins are left.
 */
export function doubts(guard: Guard, judged: Judged): string[] {
  const { removals } = judged;
  if (removals.length === 0 || isAllowed(guard, digestOf(removals))) return [];
  const refuses = (unless: string) => (reason: string) => `${reason}: \`pulumi up\` refuses ${list(removals)}${unless}`;
  return [
    ...limits(guard, judged).map(refuses("")),
    ...tooFewAdmins(guard, judged).map(refuses(", unless another resource makes someone an admin before")),
  ];
}

/** Each limit that the removals exceed. */
export function reasonsAgainst(guard: Guard, judged: Judged): string[] {
  const { removals } = judged;
  return [
    ...limits(guard, judged),
    ...protectedOnes(guard, removals),
    ...protectedUnderAnotherEmail(judged),
    ...tooFewAdmins(guard, judged),
    ...maybeOwnRole(judged),
  ];
}

/**
 * What remains to be judged while a plan that has passed its guards is carried out: only the last admins depend on what has
 * happened since. An allowed plan takes no more of them than it said.
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

/** A set may remove this many without a limit; beyond that, at most a quarter of what it manages. */
const SET_DEFAULT = { beyond: 5, fraction: 0.25 } as const;

/** The removals that a refusal lists. */
const BELOW = { rest: "all of them: below" };

function limits(
  { maxRemovals, maxRemovalFraction, boundFraction }: Guard,
  { removals, before = 0, scope }: Judged,
): string[] {
  const reasons: string[] = [];
  const total = before + removals.length;
  if (maxRemovals !== undefined && total > maxRemovals) {
    reasons.push(
      `guard.maxRemovals: ${counted(total, "removal")}${before > 0 ? ` in this run` : ""}, at most ${maxRemovals}`,
    );
  }
  if (scope === undefined) return reasons;
  const limit = maxRemovalFraction ?? SET_DEFAULT.fraction;
  const beyond = maxRemovalFraction === undefined ? SET_DEFAULT.beyond : 0;
  if (removals.length > beyond && removals.length > limit * scope) {
    const which = maxRemovalFraction === undefined ? `${limit}, the default beyond ${beyond} removals` : `${limit}`;
    const both = maxRemovals !== undefined && maxRemovalFraction === undefined;
    const hint = both ? `. maxRemovals: ${maxRemovals} does not lift that: set maxRemovalFraction too, up to 1` : "";
    reasons.push(
      `guard.maxRemovalFraction: ${counted(removals.length, "removal")} of ${scope}, at most ${which}${hint}`,
    );
  } else if (boundFraction !== undefined && removals.length > boundFraction * scope) {
    reasons.push(
      `guard.maxRemovalFraction: ${counted(removals.length, "removal")} of ${scope}, at most ${boundFraction}`,
    );
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
    ...(users.length > 0 ? [listed("guard.protectedUsers", names(users), BELOW)] : []),
    ...(roles.length > 0 ? [listed("guard.protectedRoles", names(roles), BELOW)] : []),
  ];
}

/** Protected emails that none of these people has: the person may have another one by now. Ids do not change. */
export function unmatchedEmails({ protectedUsers = [] }: Guard, people: readonly { email: string }[]): string[] {
  const emails = protectedUsers.filter((one) => one.includes("@") && !one.includes("*"));
  if (emails.length === 0) return [];
  const had = new Set(people.map(({ email }) => foldEmail(email)));
  return [...new Set(emails)].filter((email) => !had.has(foldEmail(email)));
}

function protectedUnderAnotherEmail({ removals, unmatched = [] }: Judged): string[] {
  const held = removals.filter(({ users = [] }) => users.length > 0);
  if (held.length === 0) return [];
  return unmatched.map(
    (email) =>
      `guard.protectedUsers: no user of the account has the email ${email}. That person may have another one by now and hold ` +
      `${list(held)}. Name them by their user id instead, or drop the email if they have left the account`,
  );
}

function tooFewAdmins({ minimumAdmins = 1 }: Guard, { admins }: Judged): string[] {
  if (admins === undefined || admins.after >= admins.now || admins.after >= minimumAdmins) return [];
  return [
    `guard.minimumAdmins: ${admins.after} enabled ${admins.after === 1 ? "admin" : "admins"} would be left of ${admins.now}, at least ${minimumAdmins}`,
  ];
}

/** A key that may not read itself may have any role. */
function maybeOwnRole({ removals, key }: Judged): string[] {
  const roles = removals.filter(({ kind }) => kind === "role");
  if (key === undefined || key.roleId !== undefined || roles.length === 0) return [];
  return [
    `API key ${key.apiKeyId}, which is in use, may not read itself, so its role is unknown; it might be ${list(roles)}. ` +
      "Give the key a role that may read API keys, or make sure that its role is none of these",
  ];
}
