const text = (name: string) => `exports.handler=()=>require("pulumi-cloudone/provider").${name}()`;

/**
 * What every state holds of the provider: one constant line per kind, which loads the logic from the installed package.
 * Nothing is serialized, so nothing can leak into the state. These lines are permanent.
 */
export const PROVIDER_TEXT = {
  Role: text("roleProvider"),
  UserAssignment: text("userAssignmentProvider"),
  AccountSettings: text("accountSettingsProvider"),
  RoleSet: text("roleSetProvider"),
  UserAssignmentSet: text("userAssignmentSetProvider"),
} as const;

export type ResourceClass = keyof typeof PROVIDER_TEXT;
