import { expect } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

export const DAY = 86_400_000;
export const ROLES = { auditor: [READ, AUDIT], operator: [READ] };

export type Users = Record<string, unknown>;

export const set = (users: Users, more: Record<string, unknown> = {}, name = "team"): Declaration => ({
  class: "UserAssignmentSet",
  name,
  inputs: { users, ifMissing: "invite", ...more },
});
export const roleSet = (ids: readonly (keyof typeof ROLES)[]): Declaration => ({
  class: "RoleSet",
  name: "roles",
  inputs: { roles: Object.fromEntries(ids.map((id) => [id, { name: id, serviceRoleURNs: ROLES[id] }])) },
});

export const BOB = { "bob@example.com": "operator" };
export const TEAM: Users = { ...BOB, "Eve@example.com": "auditor" };

export function setUp(switches: Partial<Switches> = {}) {
  const world = new World({
    switches,
    seed: {
      roles: Object.entries(ROLES).map(([id, serviceRoleURNs]) => ({ id, name: id, serviceRoleURNs })),
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-bob", email: "Bob@example.com", roleID: "read-only" },
      ],
    },
  });
  const { edit, store } = world.emulator;
  const stack = new Stack(() => world.session());
  const invitation = (email = "eve@example.com") =>
    [...store.invitations.values()].find((one) => one.email.toLowerCase() === email)?.id ?? "";
  return {
    world,
    stack,
    edit,
    log: world.log,
    sent: () =>
      world.emulator
        .writes()
        .filter(({ path }) => path === "/invitations")
        .map(({ body }) => body),
    pending: () => [...store.invitations.values()].map(({ email, roleID }) => `${email} ${roleID}`),
    accept: (email?: string) => edit.acceptInvitation(invitation(email), { id: "u-eve" }),
    withdraw: () => edit.cancelInvitation(invitation()),
    user: (id: string) => {
      const found = store.users.get(id);
      return found && `${found.roleID} ${found.state}`;
    },
    steps: async (program: Declaration[]) => (await stack.preview(program)).map(({ op }) => op),
    userIds: () => stack.state[0]?.outputs.userIds,
  };
}

/** Neither a preview nor a refresh nor another run finds anything to do. */
export async function isSettled(stack: Stack, program: Declaration[]): Promise<void> {
  const same = program.map(() => "same");
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(same);
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(same);
  expect((await stack.up(program)).map(({ op }) => op)).toEqual(same);
}
