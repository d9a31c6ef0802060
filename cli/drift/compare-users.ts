import type { User } from "../../provider/client/index.js";
import type { DeclaredObjects, DeclaredUser } from "../../provider/plan/declared.js";
import { foldEmail } from "../../provider/plan/fields.js";
import { matchesAny } from "../../provider/plan/glob.js";
import { bindingDifferences, sameEmail } from "../../provider/plan/user-assignment.js";
import type { UserEntry } from "../../provider/plan/user-assignment-set.js";
import type { LiveUser } from "../../provider/plan/user-members.js";
import { planUsers } from "../../provider/plan/users.js";
import { compareEnd, declaredByNow } from "./compare-ends.js";
import type { Findings } from "./findings.js";

/** Compares declared users with all users of the account, by the plan that would make them as declared. */
export function compareUsers(
  { users, former, excluded }: DeclaredObjects,
  all: readonly Pick<User, "id" | "email" | "roleID" | "state">[],
  isAdminRole: (roleId: string) => boolean,
  now: number,
): Findings {
  const live = all.map(({ id, email, roleID, state }) => ({ id, email, roleId: roleID, state }));
  const byId = new Map(live.map((user) => [user.id, user]));
  const byEmail = Map.groupBy(live, ({ email }) => foldEmail(email));
  const found = new Set<string>();
  const findings: Findings = {
    managed: countUsers(users),
    changed: [],
    missing: [],
    unmanaged: [],
    overdue: [],
    ending: [],
    undecided: [],
  };
  for (const declared of users) {
    const known = declared.userId === undefined ? undefined : byId.get(declared.userId);
    // For a user declared only by id, any address is right.
    const email = declared.email ?? known?.email ?? declared.knownAs ?? "";
    const candidates = known === undefined ? (byEmail.get(foldEmail(email)) ?? []) : [known];
    for (const { id } of candidates) found.add(id);
    const byNow = declaredByNow(declared, candidates[0], now);
    compareOne({ ...byNow, email }, known, candidates, findings, isAdminRole);
    compareEnd(declared, candidates[0], findings, isAdminRole, now);
  }
  for (const { urn, userId } of former) {
    const user = byId.get(userId);
    if (user?.state !== "enabled" || found.has(userId)) continue;
    if (matchesAny(excluded.user, user.email) || matchesAny(excluded.user, userId)) continue;
    found.add(userId);
    findings.changed.push({
      urn,
      id: user.email,
      kind: "user",
      property: "state",
      declared: "disabled",
      actual: user.state,
    });
  }
  const rest = planUsers({
    declared: { users: {}, unmanaged: "report", exclude: excluded.user },
    stored: [],
    live,
    roles: new Map(),
    isRoleDeclared: () => true,
    isDeclaredElsewhere: ({ id }) => found.has(id),
  });
  for (const user of rest.unmanaged.flatMap((email) => byEmail.get(foldEmail(email)) ?? [])) {
    if (found.has(user.id)) continue;
    found.add(user.id);
    const { id, email: name, roleId, state } = user;
    findings.unmanaged.push({ kind: "user", id, name, roleId, state, isAdmin: isAdminRole(roleId) });
  }
  return findings;
}

function compareOne(
  { userId, email, roleId, state, ...declaredAs }: DeclaredUser & { email: string },
  known: LiveUser | undefined,
  candidates: readonly LiveUser[],
  findings: Findings,
  isAdminRole: (roleId: string) => boolean,
): void {
  const { urn, id, name } = declaredAs;
  const place = { urn, id, ...(name !== undefined && { name }) };
  if (known !== undefined && !sameEmail(known.email, email)) {
    findings.changed.push({ ...place, kind: "user", property: "email", declared: email, actual: known.email });
    return;
  }
  const [user] = candidates;
  if (user === undefined) {
    findings.missing.push({ ...place, kind: "user" });
    return;
  }
  // The person was removed and invited again: the id identifies the user, even if the address is the same.
  if (userId !== undefined && userId !== user.id) {
    findings.changed.push({ ...place, kind: "user", property: "userId", declared: userId, actual: user.id });
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
  findings.undecided.push(...plan.checkFailures.map(({ property, reason }) => `${property}: ${reason}`));
  for (const { user: actual, to } of plan.actions) {
    for (const difference of bindingDifferences(to ?? {}, actual)) {
      const { property, declared, actual: now } = difference;
      findings.changed.push({
        ...place,
        kind: "user",
        property,
        declared,
        actual: now,
        isAdmin: isAdminRole(actual.roleId),
      });
    }
  }
}

/** A person who is declared in two places counts once. */
function countUsers(users: readonly DeclaredUser[]): number {
  return new Set(users.map(({ userId, knownAs, id }) => userId ?? foldEmail(knownAs ?? id))).size;
}
