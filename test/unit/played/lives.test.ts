import { describe } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { createStack, startCloud } from "../../doubles/played.js";
import { accountSettingsLife } from "../../engine/lives/account-settings.js";
import { roleLife } from "../../engine/lives/role.js";
import { roleSetLife } from "../../engine/lives/role-set.js";
import { userAssignmentLife } from "../../engine/lives/user-assignment.js";
import { userAssignmentSetLife } from "../../engine/lives/user-assignment-set.js";

const played = (switches: Partial<Switches>) => ({ startCloud, createStack, switches, showsProperties: false });

/** Switches of what roles do, single and in a set. */
const ROLES: Partial<Switches> = {
  modifySemantics: "replace",
  urnOrder: "reversed",
  descriptionDefault: null,
  endOfList: "null",
  maxLimit: 2,
  largeLimit: "reject",
  deleteGone: 404,
  deleteStatus: 200,
  unknownFields: true,
};

describe("a role, with many switches turned", () => {
  roleLife(played({ ...ROLES, apiKeyDescribe: "forbidden" }));
});

describe("a set of roles, with many switches turned", () => {
  roleSetLife(played({ ...ROLES, duplicateRole: 409, deleteRoleInUse: "allowed" }));
});

describe("an assignment, with many switches turned", () => {
  userAssignmentLife(
    played({
      modifySemantics: "replace",
      emailCase: "lower",
      endOfList: "null",
      maxLimit: 4,
      listOrder: "shuffled",
      deleteGone: 404,
      unknownFields: true,
      ownKeyUrnMissing: true,
      timesFraction: 3,
    }),
  );
});

describe("a set of users, with many switches turned", () => {
  userAssignmentSetLife(
    played({
      modifySemantics: "replace",
      emailCase: "lower",
      listOrder: "shuffled",
      endOfList: "empty",
      maxLimit: 2,
      largeLimit: "reject",
      unknownFields: true,
      deleteGone: 404,
    }),
  );
});

describe("account settings, with many switches turned", () => {
  accountSettingsLife(
    played({ modifySemantics: "replace", unknownFields: true, regionChange: "ignored", ownKeyUrnMissing: true }),
  );
});
