import type { ApiKey, CloudOne, Invitation, List, Role, SamlUser, User } from "../client/index.js";
import type { SamlUsersMode } from "../config/saml-users-mode.js";
import { holderName } from "../plan/access/holders.js";
import { foldEmail } from "../plan/args/fields.js";
import { isInvited, isStanding } from "../plan/users/invitations.js";
import { ALONE, ambiguousEmail } from "../plan/users/user-failures.js";
import { CachedList, type Source } from "./cached-list.js";
import { confirmListExists } from "./confirm-list.js";
import { SamlUserList } from "./saml-user-list.js";

/** How people who sign in by SSO are treated. */
interface SamlUsersPolicy {
  mode: SamlUsersMode;
  /** Called once, if someone may lose access because these people are not counted. */
  onNotCounted(reason: string): void;
}

/** The objects of the account, as far as this process had to read them. */
export class Inventory {
  readonly roles: CachedList<Role>;
  readonly users: CachedList<User>;
  readonly apiKeys: CachedList<ApiKey>;
  readonly invitations: CachedList<Invitation>;
  readonly samlUsers: SamlUserList;
  readonly #onNotCounted: (reason: string) => void;
  readonly #client: Pick<CloudOne, "users" | "apiKeys">;
  #hasReportedSaml = false;
  #byEmail: { of: readonly User[]; index: ReadonlyMap<string, User[]> } | undefined;

  constructor(client: CloudOne, now: () => number, saml: SamlUsersPolicy) {
    const { roles, users, apiKeys, invitations, samlUsers } = client;
    this.#client = client;
    this.roles = new CachedList(provable("roles", roles), now);
    this.users = new CachedList(provable("users", users), now);
    this.apiKeys = new CachedList(provable("API keys", apiKeys), now);
    this.invitations = new CachedList<Invitation>({ name: "invitations", list: () => invitations.list() }, now);
    this.samlUsers = new SamlUserList(samlUsers, saml.mode, now);
    this.#onNotCounted = saml.onNotCounted;
  }

  /** The user with this email, in any case. Undefined only after two complete unfiltered walks. */
  async userByEmail(email: string): Promise<User | undefined> {
    const wanted = foldEmail(email);
    const listed = (await this.#emails()).get(wanted);
    const found = listed ?? (await this.users.find((user) => foldEmail(user.email) === wanted));
    if (found.length > 1) {
      const ids = found.map(({ id }) => id);
      throw new Error(`${ambiguousEmail(email, ids, ALONE)}.`);
    }
    return found[0];
  }

  /** All users with this email, in any case, as far as the list shows them. */
  async usersByEmail(email: string): Promise<readonly User[]> {
    return (await this.#emails()).get(foldEmail(email)) ?? [];
  }

  async #emails(): Promise<ReadonlyMap<string, User[]>> {
    const users = await this.users.all();
    if (this.#byEmail?.of !== users) {
      this.#byEmail = { of: users, index: Map.groupBy(users, (user) => foldEmail(user.email)) };
    }
    return this.#byEmail.index;
  }

  /** The names of everything that holds the role; see {@link holdersByRole}. */
  async holders(roleId: string, now: number): Promise<string[]> {
    return (await this.holdersByRole(now)).get(roleId) ?? [];
  }

  /**
   * The names of everything that holds a role, by role: users (including disabled ones), API keys, open invitations and people
   * who sign in by SSO, from recent lists. Fails if one of these cannot be read; for SSO see {@link SamlUserList.read}.
   */
  async holdersByRole(now: number): Promise<ReadonlyMap<string, string[]>> {
    const [users, apiKeys, invitations, samlUsers] = await Promise.all([
      this.users.allFresh(),
      this.apiKeys.allFresh(),
      this.invitations.allFresh(),
      this.#samlHolders(),
    ]);
    return namesByRole({ users, apiKeys, invitations: await this.#holding(invitations, now), samlUsers });
  }

  /**
   * The names of everything that holds this role, from requests sent after this call. Callers share lists of one page; longer
   * lists are filtered by the server.
   */
  async holdersNow(roleId: string, now: number): Promise<string[]> {
    const { users, apiKeys } = this.#client;
    const hasRole = ({ roleID }: { roleID: string }) => roleID === roleId;
    const [heldByUsers, heldByKeys, heldByInvitations, samlUsers] = await Promise.all([
      holding(this.users, () => users.list({ roleID: roleId }), hasRole),
      holding(this.apiKeys, () => apiKeys.list({ roleID: roleId }), hasRole),
      this.invitations.allNow(),
      this.#samlHolders({ anew: true }),
    ]);
    const invitations = await this.#holding(heldByInvitations.filter(hasRole), now);
    const held = { users: heldByUsers, apiKeys: heldByKeys, invitations, samlUsers };
    return namesByRole(held).get(roleId) ?? [];
  }

  /** The invitations that are still open. */
  async #holding(invitations: readonly Invitation[], now: number): Promise<Invitation[]> {
    const standing = invitations.filter((one) => isStanding(one, now));
    if (standing.every(({ state }) => isInvited(state))) return standing;
    const users = new Set((await this.users.allFresh()).map(({ email }) => foldEmail(email)));
    return standing.filter(({ email, state }) => isInvited(state) || !users.has(foldEmail(email)));
  }

  /** The people who hold each role, as guards name them: users by id and email, SAML users by id and subject. */
  async peopleByRole(): Promise<ReadonlyMap<string, { id: string; email: string }[]>> {
    const [users, samlUsers] = await Promise.all([this.users.all(), this.#samlHolders()]);
    const people = [
      ...users.map(({ id, email, roleID }) => ({ id, email, roleID })),
      ...samlUsers.map(({ id, subject, roleID }) => ({ id, email: subject, roleID })),
    ];
    return Map.groupBy(people, ({ roleID }) => roleID);
  }

  /** Empty if these people are not counted; the reason is reported once. */
  async #samlHolders(options?: { anew: boolean }): Promise<readonly SamlUser[]> {
    const read = await this.samlUsers.read(options);
    if ("users" in read) return read.users;
    if (!this.#hasReportedSaml) this.#onNotCounted(read.notCounted);
    this.#hasReportedSaml = true;
    return [];
  }
}

async function holding<T extends { id: string }>(
  list: CachedList<T>,
  filtered: () => List<T>,
  hasRole: (object: T) => boolean,
): Promise<T[]> {
  return (await list.isShort()) ? list.allNow() : list.filtered(filtered(), hasRole);
}

interface Holders {
  users: readonly User[];
  apiKeys: readonly ApiKey[];
  invitations: readonly Invitation[];
  samlUsers: readonly SamlUser[];
}

function namesByRole({ users, apiKeys, invitations, samlUsers }: Holders): ReadonlyMap<string, string[]> {
  const holders = new Map<string, string[]>();
  const note = (roleId: string, name: string) => {
    const names = holders.get(roleId);
    if (names === undefined) holders.set(roleId, [name]);
    else names.push(name);
  };
  for (const user of users) note(user.roleID, holderName.user(user));
  for (const key of apiKeys) note(key.roleID, holderName.apiKey(key));
  for (const { roleID, email, state } of invitations) {
    note(roleID, holderName.invitation(email, isInvited(state) ? undefined : state));
  }
  for (const user of samlUsers) note(user.roleID, holderName.samlUser(user));
  return holders;
}

function provable<T>(name: string, objects: { list(): List<T>; describe(id: string): Promise<T> }): Source<T> {
  const list = () => objects.list();
  return { name, list, describe: (id) => objects.describe(id), control: confirmListExists(list) };
}
