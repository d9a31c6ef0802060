import { z } from "zod";
import type { Clock } from "../clock.js";
import type { ApiKeySeed, InvitationSeed, RoleSeed, SamlUserSeed, UserSeed } from "../seed-input.js";
import { apiKeySeed, invitationSeed, roleSeed, samlUserSeed, userSeed } from "../seed-objects.js";
import { timestamp } from "../timestamp.js";
import { newApiKey, newInvitation, newRole, newSamlUser, newUser } from "./new-objects.js";
import type { Account, ApiKey, Invitation, Role, SamlUser, User } from "./objects.js";
import type { Credential, Tenant } from "./store.js";

/** What an edit may change; the id and the urn stay. */
type Changes<T> = Partial<Omit<T, "id" | "urn">>;

/** What people do in the vendor's console. It is not in the request log, and lists show it immediately. */
export interface Edits {
  createRole(role: RoleSeed): Role;
  modifyRole(id: string, changes: Changes<Role>): Role;
  deleteRole(id: string): void;
  addUser(user: UserSeed): User;
  modifyUser(id: string, changes: Changes<User>): User;
  removeUser(id: string): void;
  modifyAccount(changes: Changes<Account>): Account;
  /** As if someone had requested the account's deletion. */
  suspendAccount(): Account;
  /** As the vendor's support does on request. */
  restoreAccount(): Account;
  /** Invites a person from the console. */
  invite(invitation: InvitationSeed): Invitation;
  /** Turns an invitation into a user. */
  acceptInvitation(id: string, person?: Partial<Pick<User, "id" | "name" | "email" | "locale" | "timezone">>): User;
  /** Lets an invitation run out now. */
  expireInvitation(id: string): Invitation;
  cancelInvitation(id: string): void;
  /** As if someone signed in by SSO for the first time. */
  addSamlUser(user: SamlUserSeed): SamlUser;
  /** As if the identity provider sent another role or subject. */
  modifySamlUser(id: string, changes: Changes<SamlUser>): SamlUser;
  removeSamlUser(id: string): void;
  createApiKey(key: ApiKeySeed): ApiKey;
  modifyApiKey(id: string, changes: Changes<ApiKey>): ApiKey;
  /** Gives a key a new secret; the old one is refused from now on. */
  rotateApiKey(id: string, secret: string): ApiKey;
  /** From now on refuses a key with 403 on these routes; on other routes only its role counts. */
  denyApiKey(id: string, routes: string[]): void;
  /** Deletes a key; it is refused from now on. */
  revokeApiKey(id: string): void;
}

/** What edits need besides the account. */
interface EditWorld {
  readonly clock: Clock;
  readonly random: () => number;
  readonly credentials: Map<string, Credential>;
  readonly invitationDays: () => number;
  /** Whether an accepted invitation stays in the list. */
  readonly keepsAccepted: () => boolean;
}

/** The edits of one account. Each throws if an object does not exist, already exists, or has no such field. */
export function createEdits(tenant: Tenant, world: EditWorld): Edits {
  const { account, roles, users, apiKeys, invitations, samlUsers } = tenant;
  const { clock, credentials } = world;
  const factory = { account, ...world };

  const modified = <T extends { lastModified: string }>(object: T, changes: NoInfer<Partial<T>>): T => {
    const unknown = Object.keys(changes).filter((field) => !(field in object) && field !== "description");
    if (unknown.length > 0) throw new Error(`There is no field ${unknown.join(", ")}.`);
    return Object.assign(object, { lastModified: timestamp(clock.now()) }, changes);
  };
  const holding = <T extends { roleID?: string | undefined }>(holder: T): T => {
    if (holder.roleID !== undefined) find("role", roles, holder.roleID);
    return holder;
  };
  const setCredential = (id: string, changes: Partial<Credential>) => {
    const credential = find("API key", credentials, id);
    credentials.set(id, { ...credential, ...changes });
  };

  return {
    createRole: (role) => insert(roles, newRole(check(roleSeed, role), factory)),
    modifyRole: (id, changes) => modified(find("role", roles, id), changes),
    deleteRole: (id) => remove("role", roles, id),
    addUser: (user) => insert(users, newUser(holding(check(userSeed, user)), factory)),
    modifyUser: (id, changes) => modified(find("user", users, id), holding(changes)),
    removeUser: (id) => remove("user", users, id),
    modifyAccount: (changes) => modified(account, changes),
    suspendAccount: () => modified(account, { state: "suspended" }),
    restoreAccount: () => modified(account, { state: "active" }),
    invite: (given) => {
      const invitation = holding(check(invitationSeed, given));
      return insert(invitations, newInvitation(invitation, factory, world.invitationDays()));
    },
    acceptInvitation: (id, person = {}) => {
      const { email, roleID } = find("invitation", invitations, id);
      const user = insert(users, newUser({ email, roleID, ...person }, factory));
      if (world.keepsAccepted()) modified(find("invitation", invitations, id), { state: "accepted" });
      else invitations.delete(id);
      return user;
    },
    expireInvitation: (id) => modified(find("invitation", invitations, id), { expiry: timestamp(clock.now() - 1000) }),
    cancelInvitation: (id) => remove("invitation", invitations, id),
    addSamlUser: (user) => insert(samlUsers, newSamlUser(holding(check(samlUserSeed, user)), factory)),
    modifySamlUser: (id, changes) => modified(find("SAML user", samlUsers, id), holding(changes)),
    removeSamlUser: (id) => remove("SAML user", samlUsers, id),
    createApiKey: (given) => {
      const { secret, deny, ...key } = holding(check(apiKeySeed, given));
      if (credentials.has(key.id)) throw new Error(`The emulator already has ${key.id}.`);
      credentials.set(key.id, { accountId: account.id, secret, deny });
      return insert(apiKeys, newApiKey(key, factory));
    },
    modifyApiKey: (id, changes) => modified(find("API key", apiKeys, id), holding(changes)),
    rotateApiKey: (id, secret) => {
      const apiKey = find("API key", apiKeys, id);
      setCredential(id, { secret: check(apiKeySeed.shape.secret, secret) });
      return modified(apiKey, {});
    },
    denyApiKey: (id, routes) => {
      find("API key", apiKeys, id);
      setCredential(id, { deny: check(apiKeySeed.shape.deny, routes) });
    },
    revokeApiKey: (id) => {
      remove("API key", apiKeys, id);
      credentials.delete(id);
    },
  };
}

/** Edits also come over HTTP, unchecked. */
function check<S extends z.ZodType>(schema: S, given: z.input<S>): z.output<S> {
  const result = schema.safeParse(given);
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
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
