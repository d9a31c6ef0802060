import type { User } from "../../provider/client/index.js";
import { foldEmail } from "../../provider/plan/args/fields.js";
import { matchesAny } from "../../provider/plan/args/glob.js";
import type { DeclaredObjects, DeclaredUser } from "../../provider/plan/stored/declared.js";
import { bindingDifferences, sameEmail } from "../../provider/plan/users/user-assignment.js";
import type { UserEntry } from "../../provider/plan/users/user-assignment-set.js";
import { type LiveUser, liveUser } from "../../provider/plan/users/user-members.js";
import { planUsers } from "../../provider/plan/users/users.js";
import { compareEnd, declaredByNow } from "./compare-ends.js";
import { type Facts, type Findings, noFindings } from "./findings.js";

/** The account's users, and which of them have been found in a declaration or reported. */
interface Compared {
  live: readonly LiveUser[];
  byId: ReadonlyMap<string, LiveUser>;
  byEmail: ReadonlyMap<string, readonly LiveUser[]>;
  found: Set<string>;
  findings: Findings;
  facts: Facts;
}

/** Compares declared users with all users of the account, using the plan that would make them as declared. */
export function compareUsers(
  declared: DeclaredObjects,
  all: readonly Pick<User, "id" | "email" | "roleID" | "state">[],
  facts: Facts,
): Findings {
  const live = all.map(liveUser);
  const compared: Compared = {
    live,
    byId: new Map(live.map((user) => [user.id, user])),
    byEmail: Map.groupBy(live, ({ email }) => foldEmail(email)),
    found: new Set(),
    findings: { ...noFindings(countUsers(declared)), overdue: [], ending: [] },
    facts,
  };
  for (const user of declared.users) compareDeclared(user, compared);
  compareFormer(declared, compared);
  compareRest(declared, compared);
  return compared.findings;
}

/** A person who is declared in two places counts once. */
export function countUsers({ users }: DeclaredObjects): number {
  return new Set(users.map(({ userId, knownAs, id }) => userId ?? foldEmail(knownAs ?? id))).size;
}

function compareDeclared(declared: DeclaredUser, { byId, byEmail, found, findings, facts }: Compared): void {
  const known = declared.userId === undefined ? undefined : byId.get(declared.userId);
  // For a user declared only by id, any address is right.
  const email = declared.email ?? known?.email ?? declared.knownAs ?? "";
  const candidates = known === undefined ? (byEmail.get(foldEmail(email)) ?? []) : [known];
  for (const { id } of candidates) found.add(id);
  const byNow = declaredByNow(declared, candidates[0], facts.now);
  const before = findings.changed.length;
  compareOne({ ...byNow, email }, known, candidates, findings, facts);
  compareEnd(declared, candidates[0], findings, before, facts);
}

function compareOne(
  { userId, email, roleId, state, ...declaredAs }: DeclaredUser & { email: string },
  known: LiveUser | undefined,
  candidates: readonly LiveUser[],
  { changed, missing, undecided }: Findings,
  { isAdminRole }: Facts,
): void {
  const { urn, id, name } = declaredAs;
  const place = { urn, id, ...(name !== undefined && { name }), kind: "user" } as const;
  if (known !== undefined && !sameEmail(known.email, email)) {
    changed.push({ ...place, property: "email", declared: email, actual: known.email });
    return;
  }
  const [user] = candidates;
  if (user === undefined) {
    missing.push(place);
    return;
  }
  // The person was removed and invited again: the id identifies the user, even if the address is the same.
  if (userId !== undefined && userId !== user.id) {
    changed.push({ ...place, property: "userId", declared: userId, actual: user.id });
  }
  const entry: UserEntry = { roleId: roleId ?? user.roleId, ...(state !== undefined && { state }) };
  const plan = planUsers({
    declared: { users: { [email]: entry } },
    stored: userId === undefined ? [] : [{ email, userId, found: user }],
    live: candidates,
    roles: new Map(),
    isRoleDeclared: () => true,
    isDeclaredElsewhere: () => false,
  });
  for (const { property, reason } of plan.checkFailures) undecided.push(`${property}: ${reason}`);
  for (const { user: actual, to } of plan.actions) {
    const isAdmin = isAdminRole(actual.roleId);
    for (const one of bindingDifferences(to ?? {}, actual)) changed.push({ ...place, ...one, isAdmin });
  }
}

/** Users that a set dropped and disabled, and that someone has enabled since. */
function compareFormer({ former, excluded }: DeclaredObjects, { byId, found, findings }: Compared): void {
  for (const { urn, userId } of former) {
    const user = byId.get(userId);
    if (user?.state !== "enabled" || found.has(userId)) continue;
    if (matchesAny(excluded.user, user.email) || matchesAny(excluded.user, userId)) continue;
    found.add(userId);
    const change = { property: "state", declared: "disabled", actual: user.state };
    findings.changed.push({ urn, id: user.email, kind: "user", ...change });
  }
}

function compareRest({ excluded }: DeclaredObjects, { live, byEmail, found, findings, facts }: Compared): void {
  const plan = planUsers({
    declared: { users: {}, unmanaged: "report", exclude: excluded.user },
    stored: [],
    live,
    roles: new Map(),
    isRoleDeclared: () => true,
    isDeclaredElsewhere: ({ id }) => found.has(id),
  });
  for (const user of plan.unmanaged.flatMap((email) => byEmail.get(foldEmail(email)) ?? [])) {
    if (found.has(user.id)) continue;
    found.add(user.id);
    const { id, email: name, roleId, state } = user;
    findings.unmanaged.push({ kind: "user", id, name, roleId, state, isAdmin: facts.isAdminRole(roleId) });
  }
}
