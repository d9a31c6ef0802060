import { isResourceClass, RESOURCE_CLASSES, type ResourceClassName } from "../../provider/engine/resource-classes.js";
import { SETTINGS, type Settings } from "../../provider/plan/account-settings.js";
import { foldEmail } from "../../provider/plan/fields.js";
import { formerDisabledOf } from "../../provider/plan/remembered.js";
import type { RoleEntry } from "../../provider/plan/role-set.js";
import { endOf, thenSchema } from "../../provider/plan/until.js";
import { FALLBACK_ROLE } from "../../provider/plan/user-assignment.js";
import { CommandFailure } from "../command-failure.js";
import type { Declared, DeclaredEnding, DriftKind, Place } from "./declared.js";
import { holdsSecret, isSecret } from "./secret-value.js";
import type { StoredResource } from "./stored-resource.js";

type Values = Record<string, unknown>;

/**
 * What the resources declare: their inputs as the last `up` stored them. The outputs only identify the declared object. If a
 * refresh has stored what it found, the inputs are what it found, and only the program has the declaration.
 */
export function readDeclared(resources: readonly StoredResource[]): Declared {
  const declared: Declared = {
    roles: [],
    users: [],
    settings: [],
    former: [],
    excluded: { role: [], user: [] },
    retiring: [],
    unreadable: [],
    accounts: new Map(),
  };
  for (const resource of resources) {
    const { kind, urn, id, outputs } = resource;
    if (!isResourceClass(kind)) {
      throw new CommandFailure(
        `${urn} is of a class that this version does not know: a newer version of pulumi-cloudone wrote the state. ` +
          "Update this one. Nothing was compared.",
      );
    }
    const account = RESOURCE_CLASSES[kind].accountOf(id, outputs);
    if (account !== undefined) declared.accounts.set(account, urn);
    readers[kind](resource, declared);
  }
  return declared;
}

/** The prefix of an assignment's id while its user has not accepted the invitation. */
const INVITATION = "invitation/";

const readers: Record<ResourceClassName, (resource: StoredResource, declared: Declared) => void> = {
  Role({ urn, id, inputs }, declared) {
    const place = { urn, id };
    const content = roleContent(place, inputs, declared);
    declared.roles.push({ ...place, roleId: id, content });
  },
  UserAssignment({ urn, id, inputs, outputs }, declared) {
    const isInvited = id.startsWith(INVITATION);
    const knownAs = text(inputs.email) ?? text(outputs.email) ?? (isInvited ? id.slice(INVITATION.length) : undefined);
    const place = { urn, id, ...(knownAs !== undefined && { name: knownAs }) };
    const { roleId, state, ...ending } = readable(place, "user", inputs, [...USER, "email"], declared);
    const stored = { roleId: outputs.roleId, state: outputs.state ?? outputs.undeclaredState };
    const email = text(inputs.email);
    declared.users.push({
      ...place,
      userId: isInvited ? undefined : id,
      isInvited,
      email,
      knownAs,
      roleId: text(roleId),
      state: asState(state),
      ending: endingOf(ending, stored, values(outputs.found).roleId),
    });
  },
  AccountSettings({ urn, id, inputs }, declared) {
    const place = { urn, id };
    const settings = readable(place, "account", inputs, SETTINGS, declared) as Settings;
    declared.settings.push({ ...place, accountId: id, settings });
  },
  RoleSet({ urn, inputs, outputs }, declared) {
    declared.excluded.role.push(...texts(inputs.exclude));
    declared.retiring.push(...texts(outputs.retiring));
    for (const [id, entry] of members(urn, "role", inputs.roles, outputs.roleIds, declared)) {
      const content = roleContent({ urn, id }, values(entry), declared);
      declared.roles.push({ urn, id, roleId: id, content });
    }
  },
  UserAssignmentSet({ urn, inputs, outputs }, declared) {
    declared.excluded.user.push(...texts(inputs.exclude));
    for (const { excludedIds } of [inputs, outputs]) {
      declared.excluded.user.push(...Object.values(values(excludedIds)).flatMap(texts));
    }
    const { removed, former, formerDisabled } = { ...outputs, ...inputs } as Values;
    const left = formerDisabledOf({
      removed,
      former: texts(former),
      formerDisabled: formerDisabled === undefined ? undefined : texts(formerDisabled),
    });
    declared.former.push(...left.map((userId) => ({ urn, userId })));
    const ids = new Map(Object.entries(values(outputs.userIds)).map(([email, id]) => [foldEmail(email), text(id)]));
    const [stored, found] = [membersByEmail(outputs.users), membersByEmail(outputs.found)];
    for (const [email, entry] of members(urn, "user", inputs.users, outputs.userIds, declared)) {
      const place = { urn, id: email };
      const given = typeof entry === "string" ? { roleId: entry } : values(entry);
      const { roleId, state, ...ending } = readable(place, "user", given, USER, declared);
      declared.users.push({
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
  },
};

const USER = ["roleId", "state", "until", "then"] as const;

/** Undefined if nothing ends, or if the end cannot be read. */
function endingOf({ until, then }: Values, stored: Values, found: unknown): DeclaredEnding | undefined {
  if (typeof until !== "string" || endOf({ until }) === undefined) return undefined;
  const fallbacks = [FALLBACK_ROLE, ...(typeof found === "string" ? [found] : [])];
  return { until, then: thenSchema.safeParse(then).data, fallbacks, stored };
}

/** Finds the entry of a set by an address in any case, whether it is a role id or an object. */
function membersByEmail(entries: unknown): (email: string) => Values {
  const byEmail = new Map(Object.entries(values(entries)).map(([email, entry]) => [foldEmail(email), entry]));
  return (email) => {
    const entry = byEmail.get(foldEmail(email));
    return typeof entry === "string" ? { roleId: entry, state: "enabled" } : values(entry);
  };
}

/** A role's content as check has validated it, without secrets. */
function roleContent(place: Place, from: Values, declared: Declared): Partial<RoleEntry> {
  return readable(place, "role", from, ["name", "description", "serviceRoleURNs"], declared) as Partial<RoleEntry>;
}

/** The members of a set; if the whole list is a secret, the outputs still identify the objects. */
function members(urn: string, kind: DriftKind, declared: unknown, ids: unknown, into: Declared): [string, unknown][] {
  const entries = isSecret(declared)
    ? Object.keys(values(ids)).map((key): [string, unknown] => [key, declared])
    : Object.entries(values(declared));
  return entries.map(([id, entry]) => {
    if (!isSecret(entry)) return [id, entry];
    into.unreadable.push({ urn, id, kind, property: "*" });
    return [id, {}];
  });
}

/** The declared values in `from` that can be compared; the others are recorded as unreadable. */
function readable<K extends string>(
  place: Place,
  kind: DriftKind,
  from: Values,
  keys: readonly K[],
  { unreadable }: Declared,
): Partial<Record<K, unknown>> {
  const present = keys.filter((key) => from[key] !== undefined && from[key] !== null);
  const secret = present.filter((key) => holdsSecret(from[key]));
  unreadable.push(...secret.map((property) => ({ ...place, kind, property })));
  return Object.fromEntries(present.filter((key) => !secret.includes(key)).map((key) => [key, from[key]])) as Partial<
    Record<K, unknown>
  >;
}

function asState(value: unknown): "enabled" | "disabled" | undefined {
  return value === "enabled" || value === "disabled" ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function values(value: unknown): Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};
}
