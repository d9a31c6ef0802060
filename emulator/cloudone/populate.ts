import type { Clock } from "../clock.js";
import { demoApiKeyId, demoApiKeySecret } from "../demo-account.js";
import { type FilledSeed, fillSeed, type TenantSeed } from "../seed.js";
import { timestamp } from "../timestamp.js";
import { newApiKey, newInvitation, newRole, newSamlUser, newUser, type ObjectFactory } from "./new-objects.js";
import type { Account } from "./objects.js";
import { predefinedRoles } from "./predefined-roles.js";
import { type Credential, Store, type Tenant } from "./store.js";
import { identityUrn } from "./urn.js";

/** What it takes to create a tenant. */
interface World {
  readonly clock: Clock;
  readonly random: () => number;
  readonly invitationDays: number;
}

/** Creates the objects of a seed, and the secrets of its keys. */
export function populate(seed: FilledSeed, world: World): { store: Store; credentials: Map<string, Credential> } {
  const demoKeys = fillSeed({ apiKeys: [{ id: demoApiKeyId, secret: demoApiKeySecret }] }).apiKeys;
  const first = { ...seed, apiKeys: seed.apiKeys ?? demoKeys };
  const credentials = new Map<string, Credential>();
  for (const { account, apiKeys = [] } of [first, ...seed.accounts]) {
    for (const { id, secret, deny } of apiKeys) credentials.set(id, { accountId: account.id, secret, deny });
  }
  const store = new Store([newTenant(first, world), ...seed.accounts.map((tenant) => newTenant(tenant, world))]);
  return { store, credentials };
}

function newTenant(seed: TenantSeed, world: World): Tenant {
  const { account, roles, users, apiKeys = [], invitations, samlUsers } = seed;
  const factory: ObjectFactory = { account: newAccount(account, world.clock), ...world };
  return {
    account: factory.account,
    roles: byId([...predefinedRoles(factory), ...roles.map((role) => newRole(role, factory))]),
    users: byId(users.map((user) => newUser(user, factory))),
    apiKeys: byId(apiKeys.map((key) => newApiKey(key, factory))),
    invitations: byId(invitations.map((one) => newInvitation(one, factory, world.invitationDays))),
    samlUsers: byId(samlUsers.map((one) => newSamlUser(one, factory))),
  };
}

function newAccount(seed: TenantSeed["account"], clock: Clock): Account {
  const created = seed.created ?? timestamp(clock.now());
  return {
    id: seed.id,
    alias: seed.alias,
    locale: seed.locale,
    timezone: seed.timezone,
    region: seed.region,
    state: seed.state,
    created,
    lastEntitlement: created,
    lastModified: created,
    urn: identityUrn(seed, "account", seed.id),
    mfaRequired: seed.mfaRequired,
    links: [{ rel: "token", method: "post" }],
  };
}

function byId<T extends { id: string }>(objects: readonly T[]): Map<string, T> {
  return new Map(objects.map((object) => [object.id, object]));
}
