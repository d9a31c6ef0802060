import type { User } from "../../client/index.js";
import type { Binding } from "../../plan/access/bindings.js";
import { matchesAny } from "../../plan/args/glob.js";
import { type Guard, protectingToo } from "../../plan/guard/guard.js";
import type { Ending, Then } from "../../plan/users/until.js";
import { sameEmail } from "../../plan/users/user-assignment.js";
import type { Session } from "../../session/session.js";
import type { Properties } from "../resource.js";

export interface UserAssignmentOutputs {
  /** Empty while the person is only invited. */
  userId: string;
  email: string;
  displayName: string;
  cloudOneUrn: string;
  roleId: string;
  /** Only if it is declared: a state that is stored is one that is compared. */
  state?: string;
  /** Only if the user is disabled and no state is declared. */
  undeclaredState?: string;
  /** When the access ends and what follows, if declared. */
  until?: string;
  then?: Then;
  /** The email as declared; absent if the user is declared by userId. */
  declaredEmail?: string;
  /** Their earlier addresses; absent if there are none. */
  knownAs?: string[];
  /** The id of the open invitation. */
  invitation?: string;
  /** The baseline that a restore or a disable gives back. */
  found?: Binding;
  deletionPolicy?: string;
  guard?: Guard | undefined;
}

/** What the state holds of a user, who may have been known by other addresses before. */
export function outputs(
  live: User,
  declared: Ending & { email?: string | undefined; state?: string | undefined },
  found: Binding | undefined,
  stored: Partial<Pick<UserAssignmentOutputs, "email" | "knownAs">> = {},
): UserAssignmentOutputs {
  const knownAs = addressesOf(stored).filter((email) => !sameEmail(email, live.email));
  return {
    userId: live.id,
    email: live.email,
    displayName: live.name,
    cloudOneUrn: live.urn,
    roleId: live.roleID,
    ...(declared.state !== undefined && { state: live.state }),
    ...(declared.state === undefined && live.state !== "enabled" && { undeclaredState: live.state }),
    ...endingOf(declared),
    ...(declared.email !== undefined && { declaredEmail: declared.email }),
    ...(found !== undefined && { found }),
    ...(knownAs.length > 0 && { knownAs }),
  };
}

/** As a program would declare it to change nothing. */
export function declarationOf({ declaredEmail, userId, roleId, state, ...rest }: UserAssignmentOutputs): Properties {
  const who = declaredEmail === undefined ? { userId } : { email: declaredEmail };
  return { ...who, roleId, ...(state !== undefined && { state }), ...endingOf(rest) };
}

/** As it is stored: only what is declared. */
export function endingOf({ until, then }: Ending): { until?: string; then?: Then } {
  return { ...(until !== undefined && { until }), ...(then !== undefined && { then }) };
}

/** The guard; it also protects someone by an address that they had earlier. */
export function guardOf(
  session: Session,
  { id }: Pick<User, "id">,
  guard: Guard | undefined,
  stored: Partial<Pick<UserAssignmentOutputs, "email" | "knownAs" | "declaredEmail">>,
): Guard | undefined {
  const merged = session.guard(guard);
  const addresses = addressesOf({ ...stored, email: stored.email || stored.declaredEmail });
  const isProtected = addresses.some((email) => matchesAny(merged.protectedUsers ?? [], email));
  return isProtected ? { ...guard, protectedUsers: protectingToo(merged, [id]).protectedUsers } : guard;
}

function addressesOf({ email, knownAs = [] }: { email?: string | undefined; knownAs?: string[] }): string[] {
  const all = [...knownAs, ...(email ? [email] : [])];
  return all.filter((one, index) => all.findIndex((other) => sameEmail(one, other)) === index);
}
