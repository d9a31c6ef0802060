import { roles } from "../../doubles/declarations.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import type { Args, Scene, Twins } from "./play.js";

const FULL = READ.replace("read-only", "full-access");

const LIVE: (Args | undefined)[] = [
  undefined,
  { name: "A", serviceRoleURNs: [READ, AUDIT] },
  { name: "B", serviceRoleURNs: [AUDIT, READ], description: "x" },
  { name: "A", serviceRoleURNs: [READ, AUDIT, FULL] },
  { name: "A", serviceRoleURNs: [READ] },
];
const DECLARED: Args[] = [
  { name: "A", serviceRoleURNs: [READ, AUDIT] },
  { name: "A", serviceRoleURNs: [] },
  { name: "A", description: "y", serviceRoleURNs: [READ] },
];
const ADOPT = ["identical", "overwrite", "never"] as const;
const GUARDS: Args[] = [{}, { maxRemovals: 0 }, { protectedRoles: ["mine"] }, { protectedUsers: ["ann@*"] }];
const isThere = ({ world }: Scene) => world.emulator.store.roles.has("mine");
const MEANWHILE: Record<string, (scene: Scene) => void> = {
  nothing: () => undefined,
  "it goes": ({ edit, ...scene }) => {
    edit.modifyUser("u-ann", { roleID: "auditor" });
    if (isThere({ edit, ...scene })) edit.deleteRole("mine");
  },
  "someone widens it": (scene) => {
    if (isThere(scene)) scene.edit.modifyRole("mine", { serviceRoleURNs: [READ, AUDIT, FULL] });
  },
  "someone renames it": (scene) => {
    if (isThere(scene)) scene.edit.modifyRole("mine", { name: "By hand" });
  },
  "someone gets it": (scene) => {
    if (isThere(scene)) scene.edit.modifyUser("u-ann", { roleID: "mine" });
  },
};

export const ROLES = LIVE.flatMap((live) =>
  DECLARED.flatMap((declared) =>
    ADOPT.flatMap((adopt) =>
      [false, true].flatMap((held) =>
        GUARDS.flatMap((guard) =>
          Object.keys(MEANWHILE).map((meanwhile) => ({ live, declared, adopt, held, guard, meanwhile })),
        ),
      ),
    ),
  ),
);

export function roleTwins({ live, declared, adopt, held, guard, meanwhile }: (typeof ROLES)[number]): Twins {
  return {
    prepare: ({ edit }) => {
      if (live === undefined) return;
      edit.createRole({ id: "mine", name: "A", description: "", serviceRoleURNs: [], ...live });
      if (held) edit.modifyUser("u-ann", { roleID: "mine" });
    },
    meanwhile: (scene) => MEANWHILE[meanwhile]?.(scene),
    single: { first: { class: "Role", name: "one", inputs: { roleId: "mine", ...declared, adopt, guard } } },
    set: {
      first: roles({ mine: declared }, { adopt, guard }),
      dropped: roles({}, { allowEmpty: true, adopt, guard }),
    },
    show: ({ world }) => {
      const role = world.emulator.store.roles.get("mine");
      return role === undefined
        ? "none"
        : JSON.stringify([role.name, role.description, role.serviceRoleURNs.toSorted()]);
    },
  };
}
