import type { Switches } from "../../../emulator/index.js";
import type { Args } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { setScene } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

export const ANN = "ann@example.com";

/** Ann, declared alone and as the only member of a set. */
export const FORMS = USER_FORMS.map((one) => ({
  ...one,
  ann: (changes: Args = {}, name?: string) => one.declare(ANN, { roleId: "auditor", ...changes }, name),
}));

/** Root is an admin, ann may only read, bob is disabled, cas is an operator, and so are `operators` others. */
export function setUp(switches: Partial<Switches> = {}, operators = 0) {
  return setScene({
    switches,
    seed: {
      roles: [
        { id: "auditor", serviceRoleURNs: [READ, AUDIT] },
        { id: "operator", serviceRoleURNs: [READ] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-ann", email: "Ann@Example.com", name: "Ann", roleID: "read-only" },
        { id: "u-bob", email: "bob@example.com", roleID: "read-only", state: "disabled" },
        { id: "u-cas", email: "cas@example.com", roleID: "operator" },
        ...Array.from({ length: operators }, (_, n) => ({
          id: `u-${n}`,
          email: `u${n}@example.com`,
          roleID: "operator",
        })),
      ],
    },
  });
}
