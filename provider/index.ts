import type { dynamic } from "@pulumi/pulumi";
import { serve } from "./engine/provider-process.js";
import { accountSettings } from "./resources/account-settings.js";
import { role } from "./resources/role.js";
import { roleSet } from "./resources/role-set.js";
import { userAssignment } from "./resources/user-assignment.js";
import { userAssignmentSet } from "./resources/user-assignment-set.js";

// The provider text in every state names these: they are permanent.
export const roleProvider = (): dynamic.ResourceProvider => serve(role);
export const userAssignmentProvider = (): dynamic.ResourceProvider => serve(userAssignment);
export const accountSettingsProvider = (): dynamic.ResourceProvider => serve(accountSettings);
export const roleSetProvider = (): dynamic.ResourceProvider => serve(roleSet);
export const userAssignmentSetProvider = (): dynamic.ResourceProvider => serve(userAssignmentSet);

export * from "./client/public.js";
export { AccountMismatchError } from "./session/account-proof.js";
