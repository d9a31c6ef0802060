import { accountSettings } from "../../provider/resources/account-settings.js";
import type { Resource } from "../../provider/resources/resource.js";
import { role } from "../../provider/resources/role.js";
import { userAssignment } from "../../provider/resources/user-assignment.js";

/** The kinds of resources by the name of their class. */
export const KINDS = { Role: role, UserAssignment: userAssignment, AccountSettings: accountSettings };

export type ResourceClass = keyof typeof KINDS | "RoleSet" | "UserAssignmentSet";

/** A kind of any arguments and outputs: the engine knows neither. */
export type AnyKind = Resource<unknown, { cloudOneUrn: string }>;

export type Kinds = Record<keyof typeof KINDS, AnyKind>;
