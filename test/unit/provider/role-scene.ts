import type { Switches } from "../../../emulator/index.js";
import type { Args } from "../../doubles/declarations.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { setScene } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

const CONTENT = { name: "Auditor", description: "Reads all" };

/** The role auditor, declared alone and as the only member of a set. */
export const FORMS = ROLE_FORMS.map((one) => ({
  ...one,
  auditor: ({ serviceRoleURNs = [READ, AUDIT], roleId = "auditor", ...changes }: Args = {}) =>
    one.declare(roleId as string, serviceRoleURNs, { ...CONTENT, ...changes }),
}));

/** The same role as someone makes it by hand. */
export const BY_HAND = { id: "auditor", ...CONTENT, serviceRoleURNs: [AUDIT, READ] };

/** Ann may only read. */
export function setUp(switches: Partial<Switches> = {}) {
  const users = [{ id: "u-ann", email: "ann@example.com", roleID: "read-only" }];
  const scene = setScene({ switches, seed: { users } });
  const { roles } = scene.store;
  return {
    ...scene,
    live: () => roles.get("auditor"),
    /** The ids of the roles that are not the vendor's own. */
    custom: () => [...roles.keys()].filter((id) => !["full-access", "read-only", "scanner"].includes(id)).sort(),
  };
}
