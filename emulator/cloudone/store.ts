import type { Account, ApiKey, Invitation, Role, SamlUser, User } from "./objects.js";

/** The kinds of objects that lists return. */
export type ListKind = "users" | "roles" | "apiKeys" | "invitations" | "samlUsers";

/** One account and what belongs to it, by id. The objects are live. */
export interface Tenant {
  readonly account: Account;
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  readonly apiKeys: Map<string, ApiKey>;
  readonly invitations: Map<string, Invitation>;
  readonly samlUsers: Map<string, SamlUser>;
}

/** What a key authenticates with. It is stored apart from the objects, so that no copy of them contains a secret. */
export interface Credential {
  readonly accountId: string;
  readonly secret: string;
  readonly deny: readonly string[];
}

/** One account's objects as plain JSON. */
export type TenantSnapshot = { account: Account } & {
  [Kind in ListKind]: Tenant[Kind] extends Map<string, infer T> ? Record<string, T> : never;
};

/** All accounts of the server. `users`, `roles`, `apiKeys`, `invitations` and `samlUsers` are those of the first account. */
export class Store {
  readonly accounts = new Map<string, Account>();
  readonly #tenants = new Map<string, Tenant>();
  readonly #first: Tenant;

  constructor(tenants: readonly [Tenant, ...Tenant[]]) {
    this.#first = tenants[0];
    for (const tenant of tenants) {
      this.accounts.set(tenant.account.id, tenant.account);
      this.#tenants.set(tenant.account.id, tenant);
    }
  }

  /** The first account. */
  get account(): Account {
    return this.#first.account;
  }

  get users(): Map<string, User> {
    return this.#first.users;
  }

  get roles(): Map<string, Role> {
    return this.#first.roles;
  }

  get apiKeys(): Map<string, ApiKey> {
    return this.#first.apiKeys;
  }

  get invitations(): Map<string, Invitation> {
    return this.#first.invitations;
  }

  get samlUsers(): Map<string, SamlUser> {
    return this.#first.samlUsers;
  }

  /** One account and what belongs to it. @default the first account */
  of(accountId: string = this.#first.account.id): Tenant {
    const tenant = this.#tenants.get(accountId);
    if (!tenant) throw new Error(`The emulator has no account ${accountId}.`);
    return tenant;
  }

  /** A deep copy as plain JSON, by account id. */
  copy(): Record<string, TenantSnapshot> {
    return Object.fromEntries([...this.#tenants].map(([id, tenant]) => [id, structuredClone(plain(tenant))]));
  }
}

function plain(tenant: Tenant): TenantSnapshot {
  return {
    account: tenant.account,
    users: Object.fromEntries(tenant.users),
    roles: Object.fromEntries(tenant.roles),
    apiKeys: Object.fromEntries(tenant.apiKeys),
    invitations: Object.fromEntries(tenant.invitations),
    samlUsers: Object.fromEntries(tenant.samlUsers),
  };
}
