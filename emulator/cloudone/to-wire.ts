import { foldEmail } from "../fold-email.js";
import type { Switches } from "../switch-positions.js";
import type { Account, ApiKey, Invitation, Role, SamlUser, User } from "./objects.js";

const times = ["created", "lastModified", "lastActivity", "lastEntitlement", "expiry", "lastSent"];

/** Fields that no client knows, for objects and lists alike. */
export const unknownFields = { xFutureField: "unknown", xFutureObject: { list: [1, "two"] } };

/** The objects as responses show them. Switches that affect appearance apply here, never in the store. */
export function accountToWire(account: Account, switches: Switches): object {
  return withSwitches(withEmptyFields(account, ["alias", "mfaRequired"], switches), switches);
}

export function roleToWire(role: Role, switches: Switches): object {
  const { descriptionDefault, urnOrder } = switches;
  const urns = {
    "as-sent": () => role.serviceRoleURNs,
    sorted: () => role.serviceRoleURNs.toSorted(),
    reversed: () => role.serviceRoleURNs.toReversed(),
  };
  const description = role.description ?? (descriptionDefault === "absent" ? undefined : descriptionDefault);
  const { id, name, description: _, ...rest } = role;
  const shown = {
    id,
    name,
    ...(description !== undefined && { description }),
    ...rest,
    serviceRoleURNs: urns[urnOrder](),
  };
  return withSwitches(withEmptyFields(shown, ["serviceRoleURNs"], switches), switches);
}

export function userToWire(user: User, switches: Switches): object {
  return withSwitches({ ...withActivity(user, switches), email: presentEmail(user.email, switches) }, switches);
}

export function apiKeyToWire(key: ApiKey, isOwn: boolean, switches: Switches): object {
  const { urn, ...rest } = withActivity(key, switches);
  return withSwitches(isOwn && switches.ownKeyUrnMissing ? rest : { ...rest, urn }, switches);
}

function withActivity<T extends { lastActivity: string }>(one: T, switches: Switches): Omit<T, "lastActivity"> {
  const { lastActivity: _, ...rest } = one;
  return switches.lastActivity === "absent" ? rest : one;
}

export function invitationToWire(invitation: Invitation, switches: Switches): object {
  const state = invitation.state === "invited" ? switches.invitationState : invitation.state;
  return withSwitches({ ...invitation, email: presentEmail(invitation.email, switches), state }, switches);
}

export function samlUserToWire({ id: _, ...user }: SamlUser, switches: Switches): object {
  return withSwitches(user, switches);
}

function withEmptyFields(object: object, names: readonly string[], { emptyFields }: Switches): object {
  if (emptyFields === "shown") return object;
  const isEmpty = (value: unknown) => value === "" || value === false || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (!names.includes(name) || !isEmpty(value)) return [[name, value]];
      return emptyFields === "null" ? [[name, null]] : [];
    }),
  );
}

function presentEmail(email: string, { emailCase }: Switches): string {
  return emailCase === "lower" ? foldEmail(email) : email;
}

function withSwitches(object: object, switches: Switches): object {
  const fields = Object.entries(object).map(([name, value]: [string, unknown]) => [
    name,
    times.includes(name) && typeof value === "string" ? withFraction(value, switches.timesFraction) : value,
  ]);
  return { ...Object.fromEntries(fields), ...(switches.unknownFields && unknownFields) };
}

function withFraction(time: string, digits: number): string {
  return digits === 0 ? time : time.replace(/(\.\d+)?Z$/, `.${"123456789".slice(0, digits)}Z`);
}
