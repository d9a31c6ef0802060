import { defaultAccountId } from "pulumi-cloudone/emulator";
import { type Account, accountOf } from "../sets/account.ts";

const ROLES = 1_000;
const CHANGES = 1_000;

export interface GrowthAccount extends Account {
  /** The account as both sets declare it, so that nothing needs to be written at first. */
  server: { roles: object[]; users: { id: string; email: string; roleID: string }[] };
  /** What `pulumi stack export` prints once both sets are in the state. */
  stack: object;
  /** What `pulumi preview --json` prints before the changes. */
  preview: object;
}

export function growthAccount(userCount: number): GrowthAccount {
  const account = accountOf(ROLES, userCount, CHANGES);
  const users = Object.entries(account.users).map(([email, roleID], n) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    email,
    roleID,
  }));
  const userIds = Object.fromEntries(users.map(({ email, id }) => [email, id]));
  const roles = Object.entries(account.roles).map(([id, entry]) => ({ id, ...entry }));
  const guard = { maxRemovalFraction: 1 };
  const outputs = { users: account.users, userIds, guard };
  const old = { ...of("UserAssignmentSet", "users"), inputs: { users: account.users, guard }, outputs };
  const roleSet = { ...of("RoleSet", "roles"), inputs: { roles: account.roles }, outputs: { roles: account.roles } };
  return {
    ...account,
    server: { roles, users },
    stack: { version: 3, deployment: { manifest: {}, resources: [roleSet, old] } },
    preview: {
      config: {},
      steps: [
        {
          op: "update",
          urn: old.urn,
          oldState: old,
          newState: { ...old, inputs: { users: account.changed, guard }, outputs: {} },
        },
      ],
      changeSummary: { update: 1 },
    },
  };
}

function of(kind: string, collection: string) {
  const type = `pulumi-nodejs:dynamic/cloudone:${kind}`;
  const urn = `urn:pulumi:bench::bench::${type}::${collection}`;
  return { urn, type, custom: true, id: `${collection}/${defaultAccountId}/00000000` };
}
