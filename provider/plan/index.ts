import { accountSettingsPlan } from "./account-settings.js";
import type { ArgsPlan } from "./mistakes.js";
import { rolePlan } from "./role.js";
import { roleSetPlan } from "./role-set.js";
import { userAssignmentPlan } from "./user-assignment.js";
import { userAssignmentSetPlan } from "./user-assignment-set.js";

/** What the program judges of its own arguments, by resource class. */
export const PLANS = {
  Role: rolePlan,
  UserAssignment: userAssignmentPlan,
  AccountSettings: accountSettingsPlan,
  RoleSet: roleSetPlan,
  UserAssignmentSet: userAssignmentSetPlan,
} as const satisfies Record<string, ArgsPlan>;

export { UNKNOWN } from "./fields.js";
export { findMistakes } from "./mistakes.js";
