import type { Clock } from "../clock.js";
import { instant } from "../instant.js";
import { newApiKey, newInvitation, newRole, newUser } from "./mint.js";
import type { Account, ApiKey, Invitation, Role, User } from "./objects.js";
import type { Credential, Tenant } from "./store.js";

/** What an edit changes; the id and the urn stay. */
type Changes<T> = Partial<Omit<T, "id" | "urn">>;

/** What a person does in the vendor's console: past the API, so past its validation and the request log. */
export interface Edits {
  createRole(role: Pick<Role, "id"> & Partial<Role>): Role;
  modifyRole(id: string, changes: Changes<Role>): Role;
  deleteRole(id: string): void;
  addUser(user: Pick<User, "email" | "roleID"> & Partial<User>): User;
  modifyUser(id: string, changes: Changes<User>): User;
  removeUser(id: string): void;
  modifyAccount(changes: Changes<Account>): Account;
  /** As if the account's deletion had been asked for. */
  suspendAccount(): Account;
  /** As the vendor's support does on request. */
  restoreAccount(): Account;
  /** Invites a person from the console. */
  invite(invitation: Pick<Invitation, "email" | "roleID"> & Partial<Invitation>): Invitation;
  /** Turns an invitation into a user. */
  acceptInvitation(id: string, person?: Partial<Pick<User, "id" | "name" | "email" | "locale" | "timezone">>): User;
  /** Lets an invitation run out now. */
  expireInvitation(id: string): Invitation;
  cancelInvitation(id: string): void;
  /** Makes a key; its secret is kept apart and never shown. */
  createApiKey(key: Pick<ApiKey, "id"> & { secret: string; deny?: string[] } & Partial<ApiKey>): ApiKey;
  modifyApiKey(id: string, changes: Changes<ApiKey>): ApiKey;
  /** Gives a key another secret; the former one is refused from now on. */
  rotateApiKey(id: string, secret: string): ApiKey;
  /** Deletes a key; it is refused from now on. */
  revokeApiKey(id: string): void;
}

/** The edits of one account. Each throws if the object is not there or a new one's id is taken. */
export function createEdits(
  tenant: Tenant,
  world: { clock: Clock; random: () => number; credentials: Map<string, Credential>; days: () => number },
): Edits {
  const { account, roles, users, apiKeys, invitations } = tenant;
  const { clock, credentials } = world;
  const mint = { account, ...world };
  const modified = <T extends { lastModified: string }>(object: T, changes: NoInfer<Partial<T>>): T =>
    Object.assign(object, { lastModified: instant(clock.now()) }, changes);

  return {
    createRole: (role) => insert(roles, newRole(role, mint)),
    modifyRole: (id, changes) => modified(find("role", roles, id), changes),
    deleteRole: (id) => remove("role", roles, id),
    addUser: (user) => insert(users, newUser(user, mint)),
    modifyUser: (id, changes) => modified(find("user", users, id), changes),
    removeUser: (id) => remove("user", users, id),
    modifyAccount: (changes) => modified(account, changes),
    suspendAccount: () => modified(account, { state: "suspended" }),
    restoreAccount: () => modified(account, { state: "active" }),
    invite: (invitation) => insert(invitations, newInvitation(invitation, mint, world.days())),
    acceptInvitation: (id, person = {}) => {
      const { email, roleID } = find("invitation", invitations, id);
      const user = insert(users, newUser({ email, roleID, ...person }, mint));
      invitations.delete(id);
      return user;
    },
    expireInvitation: (id) => modified(find("invitation", invitations, id), { expiry: instant(clock.now() - 1000) }),
    cancelInvitation: (id) => remove("invitation", invitations, id),
    createApiKey: ({ secret, deny = [], ...key }) => {
      const apiKey = insert(apiKeys, newApiKey({ roleID: "full-access", ...key }, mint));
      credentials.set(apiKey.id, { accountId: account.id, secret, deny });
      return apiKey;
    },
    modifyApiKey: (id, changes) => modified(find("API key", apiKeys, id), changes),
    rotateApiKey: (id, secret) => {
      const apiKey = find("API key", apiKeys, id);
      credentials.set(id, { accountId: account.id, deny: [], ...credentials.get(id), secret });
      return modified(apiKey, {});
    },
    revokeApiKey: (id) => {
      remove("API key", apiKeys, id);
      credentials.delete(id);
    },
  };
}

function find<T>(kind: string, objects: Map<string, T>, id: string): T {
  const object = objects.get(id);
  if (!object) throw new Error(`The emulator has no ${kind} ${id}.`);
  return object;
}

function insert<T extends { id: string }>(objects: Map<string, T>, object: T): T {
  if (objects.has(object.id)) throw new Error(`The emulator already has ${object.id}.`);
  objects.set(object.id, object);
  return object;
}

function remove<T>(kind: string, objects: Map<string, T>, id: string): void {
  find(kind, objects, id);
  objects.delete(id);
}
