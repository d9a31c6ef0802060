import { lifecycle } from "./lifecycle.js";
import { openSession } from "./provider-process.js";
import { accountSettings } from "./resources/account-settings.js";
import { role } from "./resources/role.js";
import { userAssignment } from "./resources/user-assignment.js";

// The provider text in every state names these three: they are permanent.
export const roleProvider = () => lifecycle(role, openSession);
export const userAssignmentProvider = () => lifecycle(userAssignment, openSession);
export const accountSettingsProvider = () => lifecycle(accountSettings, openSession);

export { AccountMismatchError } from "./account-proof.js";
export * from "./client/index.js";
