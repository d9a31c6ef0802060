import { single, users } from "../../doubles/declarations.js";
import type { Args, Scene, Twins } from "./play.js";

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

const ENDINGS: Args[] = [
  { until: "2001-01-01" },
  { until: "2001-01-01", then: { roleId: "read-only" } },
  { until: "2001-01-01", then: { roleId: "nobody-role" } },
  { until: "2199-01-01", then: { roleId: "read-only" } },
];
const GUARDS: Args[] = [
  { protectedUsers: [EMAIL] },
  { protectedUsers: ["u-ann"] },
  { maxRemovals: 0 },
  { minimumAdmins: 0 },
  { minimumAdmins: 2 },
  { adminRoles: ["auditor", "operator"] },
];

interface UserScenario {
  live: (typeof LIVE)[number];
  declared: (typeof DECLARED)[number];
  policy: (typeof POLICIES)[number];
  meanwhile: string;
  ending?: Args;
  guard?: Args;
}

export const USERS: UserScenario[] = LIVE.flatMap((live) =>
  DECLARED.flatMap((declared) =>
    POLICIES.flatMap((policy) => Object.keys(MEANWHILE).map((meanwhile) => ({ live, declared, policy, meanwhile }))),
  ),
);

export const ENDING_USERS = USERS.flatMap((scenario) => ENDINGS.map((ending) => ({ ...scenario, ending })));

export const GUARDED_USERS = USERS.flatMap((scenario) => GUARDS.map((guard) => ({ ...scenario, guard })));

export function userTwins({ live, declared: binding, policy, meanwhile, ending, guard }: UserScenario): Twins {
  const declared = { ...binding, ...ending };
  const guarded = guard === undefined ? {} : { guard };
  return {
    prepare: ({ edit }) => edit.modifyUser("u-ann", live),
    meanwhile: (scene) => MEANWHILE[meanwhile]?.(scene),
    single: { first: single({ email: EMAIL, ...declared, deletionPolicy: policy, ...guarded }) },
    set: {
      first: users({ [EMAIL]: declared }, { removed: policy, ...guarded }),
      dropped: users({}, { removed: policy, allowEmpty: true, ...guarded }),
    },
    show: ({ user }) => `${user("u-ann")}; ${user("u-new")}`,
  };
}
