import { serve } from "./provider-process.js";
import { accountSettings } from "./resources/account-settings.js";
import { role } from "./resources/role.js";
import { userAssignment } from "./resources/user-assignment.js";

// The provider text in every state names these three: they are permanent.
export const roleProvider = () => serve(role);
export const userAssignmentProvider = () => serve(userAssignment);
export const accountSettingsProvider = () => serve(accountSettings);

export { AccountMismatchError } from "./account-proof.js";
export * from "./client/index.js";
