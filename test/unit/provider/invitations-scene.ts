import type { Switches } from "../../../emulator/index.js";
import { type Args, users } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { setScene } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

export const EVE = "Eve@example.com";
export const BOB = { "bob@example.com": "operator" };
export const TEAM: Args = { ...BOB, [EVE]: "auditor" };

/** A set that invites its members if the account lacks them. */
export const team = (members: Args, more: Args = {}, name?: string) =>
  users(members, { ifMissing: "invite", ...more }, name);

/** Eve, who is not in the account, declared alone and as the only member of a set. */
export const FORMS = USER_FORMS.map((form) => ({
  ...form,
  eve: (changes: Args = {}, name?: string) =>
    form.declare(EVE, { roleId: "auditor", ifMissing: "invite", ...changes }, name),
}));

/** Root is an admin, and bob may only read. */
export function setUp(switches: Partial<Switches> = {}) {
  const scene = setScene({
    switches,
    seed: {
      roles: [
        { id: "auditor", name: "auditor", serviceRoleURNs: [READ, AUDIT] },
        { id: "operator", name: "operator", serviceRoleURNs: [READ] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-bob", email: "Bob@example.com", roleID: "read-only" },
      ],
    },
  });
  const { world, edit, store } = scene;
  const invitation = () => [...store.invitations.values()].find(({ email }) => /^eve@/i.test(email))?.id ?? "";
  return {
    ...scene,
    /** The invitations that were sent since the requests were last cleared. */
    sent: () => world.emulator.writes().flatMap(({ path, body }) => (path === "/invitations" ? [body] : [])),
    pending: () => [...store.invitations.values()].map(({ email, roleID }) => `${email} ${roleID}`),
    accept: () => edit.acceptInvitation(invitation(), { id: "u-eve", name: "Eve" }),
    withdraw: () => edit.cancelInvitation(invitation()),
    userIds: () => scene.stack.state[0]?.outputs.userIds,
  };
}
