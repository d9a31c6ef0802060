import { accountSettings } from "../../provider/resources/account-settings.js";
import type { Plan, Resource } from "../../provider/resources/resource.js";
import { role } from "../../provider/resources/role.js";
import { roleSet } from "../../provider/resources/role-set.js";
import { userAssignment } from "../../provider/resources/user-assignment.js";
import { userAssignmentSet } from "../../provider/resources/user-assignment-set.js";

/** The kinds of resources by the name of their class. */
export const KINDS = {
  Role: role,
  UserAssignment: userAssignment,
  AccountSettings: accountSettings,
  RoleSet: roleSet,
  UserAssignmentSet: userAssignmentSet,
};

export type ResourceClass = keyof typeof KINDS;

/** A kind of any arguments and outputs: the engine knows neither. */
export type AnyKind = Resource<object, object, Plan>;

export type Kinds = Record<ResourceClass, AnyKind>;
