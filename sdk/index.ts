export { AccountSettings, type AccountSettingsArgs } from "./account-settings.js";
export type { GuardArgs } from "./guard.js";
export { Role, type RoleArgs } from "./role.js";
export { RoleSet, type RoleSetArgs, type RoleSetEntry } from "./role-set.js";
export { UserAssignment, type UserAssignmentArgs } from "./user-assignment.js";
export {
  UserAssignmentSet,
  type UserAssignmentSetArgs,
  type UserAssignmentSetEntry,
} from "./user-assignment-set.js";
