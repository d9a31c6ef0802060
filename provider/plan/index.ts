import { accountSettingsArgs } from "./account-settings.js";
import type { ArgsSpec } from "./check-args.js";
import { roleArgs } from "./role.js";
import { roleSetArgs } from "./role-set.js";
import { userAssignmentArgs } from "./user-assignment.js";
import { userAssignmentSetArgs } from "./user-assignment-set.js";

/** What the program judges of its own arguments, by resource class. */
export const ARGS_SPECS = {
  Role: roleArgs,
  UserAssignment: userAssignmentArgs,
  AccountSettings: accountSettingsArgs,
  RoleSet: roleSetArgs,
  UserAssignmentSet: userAssignmentSetArgs,
} as const satisfies Record<string, ArgsSpec>;

export { checkArgs } from "./check-args.js";
export { UNKNOWN } from "./fields.js";
export { printableLines } from "./printable.js";
