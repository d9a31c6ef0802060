import type { ApiKey, CloudOne, Invitation, Role, User } from "./client/index.js";
import { Listing } from "./listing.js";
import { foldEmail } from "./plan/fields.js";

/** What is there in the account, as far as this process needed to look. */
export class Directory {
  readonly roles: Listing<Role>;
  readonly users: Listing<User>;
  readonly apiKeys: Listing<ApiKey>;
  readonly invitations: Listing<Invitation>;

  constructor(client: CloudOne) {
    this.roles = new Listing(client.roles);
    this.users = new Listing({ list: () => client.users.list(), describe: (id) => client.users.describe(id) });
    this.apiKeys = new Listing({ list: () => client.apiKeys.list(), describe: (id) => client.apiKeys.describe(id) });
    this.invitations = new Listing<Invitation>({ list: () => client.invitations.list() });
  }

  /** The user with this email, whatever its case. "None" rests on two complete unfiltered walks. */
  async userByEmail(email: string): Promise<User | undefined> {
    const wanted = foldEmail(email);
    const found = await this.users.find((user) => foldEmail(user.email) === wanted);
    if (found.length > 1) {
      throw new Error(
        `${found.length} users have the email ${email} (ids ${found.map((user) => user.id).join(", ")}): declare userId instead.`,
      );
    }
    return found[0];
  }

  /**
   * Everything that holds the role, by name: users (disabled ones too), API keys and pending invitations.
   * Fails where one of these lists cannot be read.
   */
  async holders(roleId: string, now: number): Promise<string[]> {
    const [users, apiKeys, invitations] = await Promise.all([
      this.users.all(),
      this.apiKeys.all(),
      this.invitations.all(),
    ]);
    return [
      ...users
        .filter((user) => user.roleID === roleId)
        .map((user) => `user ${user.email}${user.state === "enabled" ? "" : ` (${user.state})`}`),
      ...apiKeys
        .filter((key) => key.roleID === roleId)
        .map((key) => `API key ${key.id}${key.alias ? ` (${key.alias})` : ""}`),
      ...invitations
        .filter((invitation) => invitation.roleID === roleId && isPending(invitation, now))
        .map((invitation) => `invitation of ${invitation.email}`),
    ];
  }
}

/** Whether an invitation still stands; one without a readable expiry does. */
export function isPending(invitation: Invitation, now: number): boolean {
  if (invitation.state !== "invited") return false;
  const expiry = Date.parse(invitation.expiry ?? "");
  return Number.isNaN(expiry) || expiry > now;
}
