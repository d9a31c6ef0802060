import { single, users } from "../../unit/provider/set-scene.js";
import type { Scene, Twins } from "./play.js";

const EMAIL = "ann@example.com";

const LIVE = ["auditor", "operator", "full-access", "read-only"].flatMap((roleID) =>
  (["enabled", "disabled"] as const).map((state) => ({ roleID, state })),
);
const DECLARED = ["auditor", "full-access", "nobody-role"].flatMap((roleId) =>
  [undefined, "enabled", "disabled"].map((state) => ({ roleId, ...(state !== undefined && { state }) })),
);
const POLICIES = ["disable", "remove", "restore", "retain"] as const;
const MEANWHILE: Record<string, (scene: Scene) => void> = {
  nothing: () => undefined,
  "the email changes": ({ edit }) => edit.modifyUser("u-ann", { email: "ann.new@example.com" }),
  "the user goes": ({ edit }) => edit.removeUser("u-ann"),
  "someone disables them": ({ edit }) => edit.modifyUser("u-ann", { state: "disabled" }),
  "someone gives them full access": ({ edit }) => edit.modifyUser("u-ann", { roleID: "full-access", state: "enabled" }),
  "the original role goes": ({ edit, world }) => {
    const { users: held } = world.emulator.store;
    for (const user of held.values()) if (user.roleID === "operator") edit.modifyUser(user.id, { roleID: "read-only" });
    edit.deleteRole("operator");
  },
  "another user takes the address": ({ edit }) => {
    edit.modifyUser("u-ann", { email: "ann.new@example.com" });
    edit.addUser({ id: "u-new", email: EMAIL, roleID: "auditor" });
  },
};

export const USERS = LIVE.flatMap((live) =>
  DECLARED.flatMap((declared) =>
    POLICIES.flatMap((policy) => Object.keys(MEANWHILE).map((meanwhile) => ({ live, declared, policy, meanwhile }))),
  ),
);

export function userTwins({ live, declared, policy, meanwhile }: (typeof USERS)[number]): Twins {
  return {
    prepare: ({ edit }) => edit.modifyUser("u-ann", live),
    meanwhile: (scene) => MEANWHILE[meanwhile]?.(scene),
    single: { first: single({ email: EMAIL, ...declared, deletionPolicy: policy }) },
    set: {
      first: users({ [EMAIL]: declared }, { removed: policy }),
      dropped: users({}, { removed: policy, allowEmpty: true }),
    },
    show: ({ user }) => `${user("u-ann")}; ${user("u-new")}`,
  };
}
