import { invitationsOf, isStanding } from "../../provider/plan/users/invitations.js";
import type { Session } from "../../provider/session/session.js";
import { readPart } from "../partial-read.js";
import { type Findings, type Missing, placeKey } from "./findings.js";
import type { Declared } from "./read-declared.js";

/** Counts a pending invitation as the user, with the role that it has. */
export async function withInvited(session: Session, declared: Declared, findings: Findings): Promise<Findings> {
  const byPlace = new Map(declared.users.map((user) => [placeKey(user), user]));
  const invited = findings.missing.filter((one) => byPlace.get(placeKey(one))?.isInvited);
  if (invited.length === 0) return findings;
  const invitations = await readPart("invitations", session.inventory.invitations.all());
  if ("missing" in invitations) return { ...findings, undecided: [...findings.undecided, invitations.missing] };
  const now = session.now();
  const pending = invitations.value.filter((one) => isStanding(one, now));
  const found = new Set<Missing>();
  const changed = invited.flatMap((one) => {
    const { knownAs = "", roleId } = byPlace.get(placeKey(one)) ?? {};
    const own = invitationsOf(pending, knownAs);
    if (own.length > 0) found.add(one);
    const other = own.find(({ roleID }) => roleId !== undefined && roleID !== roleId);
    const { urn, kind, id } = one;
    return other === undefined ? [] : { urn, kind, id, property: "roleId", declared: roleId, actual: other.roleID };
  });
  return {
    ...findings,
    changed: [...findings.changed, ...changed],
    missing: findings.missing.filter((one) => !found.has(one)),
  };
}
