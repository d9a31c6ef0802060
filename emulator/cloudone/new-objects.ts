import type { Clock } from "../clock.js";
import { randomHex } from "../random-hex.js";
import { randomUuid } from "../random-uuid.js";
import { laterTimestamp, timestamp } from "../timestamp.js";
import type { Account, ApiKey, Invitation, Role, SamlUser, User } from "./objects.js";
import { identityUrn } from "./urn.js";

/** Supplies what the caller leaves out of a new object: an account, the time and ids. */
export interface ObjectFactory {
  readonly account: Account;
  readonly clock: Clock;
  readonly random: () => number;
}

type Given<T, Required extends keyof T> = Pick<T, Required> & { [K in keyof T]?: T[K] | undefined };

/** A role as the server would create it. */
export function newRole(given: Given<Role, "id">, { account, clock }: ObjectFactory): Role {
  const { id, description } = given;
  const created = given.created ?? timestamp(clock.now());
  return {
    id,
    name: given.name ?? id,
    ...(description !== undefined && { description }),
    serviceRoleURNs: [...(given.serviceRoleURNs ?? [])],
    created,
    lastModified: created,
    urn: identityUrn(account, "role", id),
  };
}

/** A user as the server would create one when a person accepts. */
export function newUser(given: Given<User, "email" | "roleID">, { account, clock, random }: ObjectFactory): User {
  const id = given.id ?? randomUuid(random);
  const created = given.created ?? timestamp(clock.now());
  return {
    id,
    name: given.name ?? given.email.replace(/@.*/, ""),
    email: given.email,
    roleID: given.roleID,
    locale: given.locale ?? "en",
    timezone: given.timezone ?? "UTC",
    state: given.state ?? "enabled",
    mfaEnabled: given.mfaEnabled ?? false,
    created,
    lastModified: created,
    lastActivity: laterTimestamp(created, clock.now()),
    urn: identityUrn(account, "user", id),
  };
}

/** An API key as the server would show it; its secret is stored elsewhere. */
export function newApiKey(given: Given<ApiKey, "id" | "roleID">, { account, clock }: ObjectFactory): ApiKey {
  const created = given.created ?? timestamp(clock.now());
  return {
    id: given.id,
    alias: given.alias ?? given.id,
    description: given.description ?? "",
    roleID: given.roleID,
    locale: given.locale ?? "en",
    timezone: given.timezone ?? "UTC",
    allowedIPs: [...(given.allowedIPs ?? [])],
    allowedCIDRs: [...(given.allowedCIDRs ?? [])],
    enabled: given.enabled ?? true,
    created,
    lastModified: created,
    lastActivity: laterTimestamp(created, clock.now()),
    urn: identityUrn(account, "apikey", given.id),
  };
}

/** A person as the server would know them after they sign in by SSO. */
export function newSamlUser(
  given: Given<SamlUser, "subject" | "roleID">,
  { account, clock, random }: ObjectFactory,
): SamlUser {
  const id = given.id ?? randomHex(64, random);
  const created = given.created ?? timestamp(clock.now());
  const { subject, roleID } = given;
  return { id, subject, roleID, created, lastModified: created, urn: identityUrn(account, "saml-user", id) };
}

/** An invitation as the server would send it. */
export function newInvitation(
  given: Given<Invitation, "email" | "roleID">,
  { account, clock, random }: ObjectFactory,
  days: number,
): Invitation {
  const id = given.id ?? randomUuid(random);
  const created = given.created ?? timestamp(clock.now());
  return {
    id,
    email: given.email,
    roleID: given.roleID,
    state: "invited",
    created,
    lastModified: created,
    expiry: given.expiry ?? timestamp(Date.parse(created) + days * 86_400_000),
    lastSent: created,
    urn: identityUrn(account, "invitation", id),
  };
}
