import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";
import { ROLES } from "./user-assignment-scene.js";

export const DAY = 86_400_000;

export const eve = (changes: Record<string, unknown> = {}, name = "eve"): Declaration => ({
  class: "UserAssignment",
  name,
  inputs: { email: "Eve@example.com", roleId: "auditor", ifMissing: "invite", ...changes },
});

export function setUp(switches: Partial<Switches> = {}) {
  const world = new World({
    switches,
    seed: {
      roles: ROLES,
      users: [
        { email: "root@example.com", roleID: "full-access" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
      ],
    },
  });
  const stack = new Stack(() => world.session());
  const { store, edit } = world.emulator;
  const sent = () =>
    world.emulator
      .writes()
      .filter(({ path }) => path === "/invitations")
      .map(({ body }) => body);
  const accept = (person = {}) => {
    const [invitation] = store.invitations.values();
    return edit.acceptInvitation(invitation?.id ?? "", { id: "eve-id", name: "Eve", ...person });
  };
  const pending = () => [...store.invitations.values()].map(({ email, roleID }) => `${email} ${roleID}`);
  const user = () => {
    const live = [...store.users.values()].find(({ email }) => email.toLowerCase() === "eve@example.com");
    return live && `${live.roleID} ${live.state}`;
  };
  const steps = async (program: Declaration[]) => (await stack.preview(program)).map(({ op }) => op);
  return { world, stack, edit, sent, accept, pending, user, steps, log: world.log };
}
