import type { ApiKey, CloudOne, Invitation, List, Role, User } from "../client/index.js";
import { foldEmail } from "../plan/fields.js";
import { printable } from "../plan/printable.js";
import { CachedList, type Source } from "./cached-list.js";
import { confirmListExists } from "./confirm-list.js";

/** What is there in the account, as far as this process needed to look. */
export class Inventory {
  readonly roles: CachedList<Role>;
  readonly users: CachedList<User>;
  readonly apiKeys: CachedList<ApiKey>;
  readonly invitations: CachedList<Invitation>;
  #byEmail: { of: readonly User[]; index: ReadonlyMap<string, User[]> } | undefined;

  constructor({ roles, users, apiKeys, invitations }: CloudOne, now: () => number) {
    this.roles = new CachedList(provable(roles), now);
    this.users = new CachedList(provable(users), now);
    this.apiKeys = new CachedList(provable(apiKeys), now);
    this.invitations = new CachedList<Invitation>({ list: () => invitations.list() }, now);
  }

  /** The user with this email, whatever its case. "None" rests on two complete unfiltered walks. */
  async userByEmail(email: string): Promise<User | undefined> {
    const wanted = foldEmail(email);
    const listed = (await this.#emails()).get(wanted);
    const found = listed ?? (await this.users.find((user) => foldEmail(user.email) === wanted));
    if (found.length > 1) {
      throw new Error(
        `${found.length} users have the email ${email} (ids ${found.map((user) => user.id).join(", ")}): declare userId instead.`,
      );
    }
    return found[0];
  }

  async #emails(): Promise<ReadonlyMap<string, User[]>> {
    const users = await this.users.all();
    if (this.#byEmail?.of !== users) {
      this.#byEmail = { of: users, index: Map.groupBy(users, (user) => foldEmail(user.email)) };
    }
    return this.#byEmail.index;
  }

  /** Everything that holds the role, by name; see {@link holdersByRole}. */
  async holders(roleId: string, now: number): Promise<string[]> {
    return (await this.holdersByRole(now)).get(roleId) ?? [];
  }

  /**
   * Everything that holds a role, by name: users (disabled ones too), API keys and pending invitations, by lists that are
   * not old. Fails where one of these cannot be read.
   */
  async holdersByRole(now: number): Promise<ReadonlyMap<string, string[]>> {
    const [users, apiKeys, invitations] = await Promise.all([
      this.users.allFresh(),
      this.apiKeys.allFresh(),
      this.invitations.allFresh(),
    ]);
    const holders = new Map<string, string[]>();
    const note = (roleId: string, name: string) => {
      const names = holders.get(roleId);
      if (names === undefined) holders.set(roleId, [name]);
      else names.push(name);
    };
    for (const { roleID, email, state } of users) {
      note(roleID, `user ${email}${state === "enabled" ? "" : ` (${state})`}`);
    }
    for (const { roleID, id, alias } of apiKeys) note(roleID, `API key ${id}${alias ? ` (${printable(alias)})` : ""}`);
    for (const invitation of invitations) {
      if (isPending(invitation, now)) note(invitation.roleID, `invitation of ${invitation.email}`);
    }
    return holders;
  }
}

function provable<T>(objects: { list(): List<T>; describe(id: string): Promise<T> }): Source<T> {
  const list = () => objects.list();
  return { list, describe: (id) => objects.describe(id), control: confirmListExists(list) };
}

/** Whether an invitation still stands; one without a readable expiry does. */
export function isPending(invitation: Invitation, now: number): boolean {
  if (invitation.state !== "invited") return false;
  const expiry = Date.parse(invitation.expiry ?? "");
  return Number.isNaN(expiry) || expiry > now;
}
