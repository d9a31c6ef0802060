import { serve, serveSet } from "./engine/provider-process.js";
import { accountSettings } from "./resources/account-settings.js";
import { role } from "./resources/role.js";
import { roleSet } from "./resources/role-set.js";
import { userAssignment } from "./resources/user-assignment.js";
import { userAssignmentSet } from "./resources/user-assignment-set.js";

// The provider text in every state names these: they are permanent.
export const roleProvider = () => serve(role);
export const userAssignmentProvider = () => serve(userAssignment);
export const accountSettingsProvider = () => serve(accountSettings);
export const roleSetProvider = () => serveSet(roleSet);
export const userAssignmentSetProvider = () => serveSet(userAssignmentSet);

export * from "./client/index.js";
export { AccountMismatchError } from "./session/account-proof.js";
