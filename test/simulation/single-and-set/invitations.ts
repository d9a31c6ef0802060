import { single, users } from "../../doubles/declarations.js";
import type { Scene, Twins } from "./play.js";

const EMAIL = "zoe@example.com";

const BEFORE: Record<string, (scene: Scene) => void> = {
  "a stranger": () => undefined,
  "invited with the role": ({ edit }) => void edit.invite({ id: "inv-0", email: EMAIL, roleID: "auditor" }),
  "invited with another role": ({ edit }) => void edit.invite({ id: "inv-0", email: EMAIL, roleID: "operator" }),
  "invited once": ({ edit }) => {
    edit.invite({ id: "inv-0", email: EMAIL, roleID: "auditor" });
    edit.expireInvitation("inv-0");
  },
  "a user": ({ edit }) => void edit.addUser({ id: "u-zoe", email: EMAIL, roleID: "operator" }),
};
const ids = ({ world }: Scene) => [...world.emulator.store.invitations.keys()];
const isUser = ({ user }: Scene) => user("u-zoe") !== undefined;
const MEANWHILE: Record<string, (scene: Scene) => void> = {
  nothing: () => undefined,
  "they accept": (scene) => {
    for (const id of isUser(scene) ? [] : ids(scene).slice(-1)) scene.edit.acceptInvitation(id, { id: "u-zoe" });
  },
  "they accept under another address": (scene) => {
    for (const id of isUser(scene) ? [] : ids(scene).slice(-1)) {
      scene.edit.acceptInvitation(id, { id: "u-zoe", email: "zoe.new@example.com" });
    }
  },
  "it expires": (scene) => {
    for (const id of ids(scene)) scene.edit.expireInvitation(id);
  },
  "someone withdraws it": (scene) => {
    for (const id of ids(scene)) scene.edit.cancelInvitation(id);
  },
};

export const INVITATIONS = Object.keys(BEFORE).flatMap((before) =>
  Object.keys(MEANWHILE).flatMap((meanwhile) =>
    ["auditor", "operator"].flatMap((secondRole) =>
      ["disable", "remove", "restore", "retain"].map((policy) => ({ before, meanwhile, secondRole, policy })),
    ),
  ),
);

export function invitationTwins({ before, meanwhile, secondRole, policy }: (typeof INVITATIONS)[number]): Twins {
  const alone = (roleId: string) => single({ email: EMAIL, roleId, ifMissing: "invite", deletionPolicy: policy });
  const asSet = (roleId: string) => users({ [EMAIL]: roleId }, { ifMissing: "invite", removed: policy });
  return {
    prepare: (scene) => BEFORE[before]?.(scene),
    meanwhile: (scene) => MEANWHILE[meanwhile]?.(scene),
    single: { first: alone("auditor"), second: alone(secondRole) },
    set: {
      first: asSet("auditor"),
      second: asSet(secondRole),
      dropped: users({}, { ifMissing: "invite", removed: policy, allowEmpty: true }),
    },
    show: (scene) => `${scene.user("u-zoe")}; ${scene.world.emulator.store.invitations.size} invitations`,
  };
}
