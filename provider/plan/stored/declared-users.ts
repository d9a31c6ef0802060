import { foldEmail } from "../text/fold-email.js";
import { invitedEmail } from "../users/invitations.js";
import { formerDisabledOf } from "../users/remembered.js";
import { endOf, thenSchema } from "../users/until.js";
import {
  type DeclaredEnding,
  type DeclaredObjects,
  readable,
  type StoredResource,
  storedMembers,
  text,
  texts,
  values,
} from "./declared.js";

type Values = Record<string, unknown>;

const BINDING = ["roleId", "state", "until", "then"] as const;

/** The user that a stored `UserAssignment` declares. */
export function declaredUser({ urn, id, inputs, outputs }: StoredResource, into: DeclaredObjects): void {
  const invited = invitedEmail(id);
  const isInvited = invited !== undefined;
  const knownAs = text(inputs.email) ?? text(outputs.email) ?? invited;
  const place = { urn, id, ...(knownAs !== undefined && { name: knownAs }) };
  const { roleId, state, ...ending } = readable(place, "user", inputs, [...BINDING, "email"], into);
  const stored = { roleId: outputs.roleId, state: outputs.state ?? outputs.undeclaredState };
  into.users.push({
    ...place,
    userId: isInvited || id === "" ? undefined : id,
    isInvited,
    email: text(inputs.email),
    knownAs,
    roleId: text(roleId),
    state: asState(state),
    ending: endingOf(ending, stored, values(outputs.found).roleId),
  });
}

/** The users that a stored `UserAssignmentSet` declares, and those that it dropped. */
export function declaredUsers({ urn, inputs, outputs }: StoredResource, into: DeclaredObjects): void {
  into.excluded.user.push(...texts(inputs.exclude));
  for (const { excludedIds } of [inputs, outputs]) {
    for (const id of Object.values(values(excludedIds)).flatMap(texts)) into.excluded.user.push(id);
  }
  const { removed, former, formerDisabled } = { ...outputs, ...inputs } as Values;
  const left = formerDisabledOf({
    removed,
    former: texts(former),
    formerDisabled: formerDisabled === undefined ? undefined : texts(formerDisabled),
  });
  for (const userId of left) into.former.push({ urn, userId });
  const ids = new Map(Object.entries(values(outputs.userIds)).map(([email, id]) => [foldEmail(email), text(id)]));
  const [stored, found] = [membersByEmail(outputs.users), membersByEmail(outputs.found)];
  for (const [email, entry] of storedMembers(urn, "user", inputs.users, outputs.userIds, into)) {
    const place = { urn, id: email };
    const given = typeof entry === "string" ? { roleId: entry } : values(entry);
    const { roleId, state, ...ending } = readable(place, "user", given, BINDING, into);
    into.users.push({
      ...place,
      userId: ids.get(foldEmail(email)) || undefined,
      isInvited: ids.get(foldEmail(email)) === "",
      email,
      knownAs: email,
      roleId: text(roleId),
      state: asState(state),
      ending: endingOf(ending, stored(email), found(email).roleId),
    });
  }
}

/** Undefined if nothing ends, or if the end cannot be read. */
function endingOf({ until, then }: Values, stored: Values, found: unknown): DeclaredEnding | undefined {
  if (typeof until !== "string" || endOf({ until }) === undefined) return undefined;
  return { until, then: thenSchema.safeParse(then).data, found: text(found), stored };
}

/** Finds the entry of a set by an address in any case, whether it is a role id or an object. */
function membersByEmail(entries: unknown): (email: string) => Values {
  const byEmail = new Map(Object.entries(values(entries)).map(([email, entry]) => [foldEmail(email), entry]));
  return (email) => {
    const entry = byEmail.get(foldEmail(email));
    return typeof entry === "string" ? { roleId: entry, state: "enabled" } : values(entry);
  };
}

function asState(value: unknown): "enabled" | "disabled" | undefined {
  return value === "enabled" || value === "disabled" ? value : undefined;
}
