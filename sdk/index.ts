export { AccountSettings, type AccountSettingsArgs } from "./account-settings.js";
export { Role, type RoleArgs } from "./role.js";
export { UserAssignment, type UserAssignmentArgs } from "./user-assignment.js";
