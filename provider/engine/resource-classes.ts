import type { dynamic } from "@pulumi/pulumi";
import type { ResourceClass } from "../plan/objects.js";
import { accountSettings } from "../resources/account-settings.js";
import type { Plan, Resource } from "../resources/resource.js";
import { role } from "../resources/role.js";
import { roleSet } from "../resources/role-set.js";
import { userAssignment } from "../resources/user-assignment.js";
import { userAssignmentSet } from "../resources/user-assignment-set.js";
import type { Session } from "../session/session.js";
import { lifecycle } from "./lifecycle.js";

/** A resource of any arguments and outputs. */
export type AnyResource = Resource<object, object, Plan>;

/** The resources by their class, in the order in which an exported program declares them. */
export const RESOURCE_CLASSES = {
  AccountSettings: accountSettings,
  Role: role,
  RoleSet: roleSet,
  UserAssignmentSet: userAssignmentSet,
  UserAssignment: userAssignment,
} satisfies Record<ResourceClass, AnyResource>;

/** The engine's calls of a class, for commands that have a session of their own. */
export function providerOf(kind: ResourceClass, session: Session): dynamic.ResourceProvider {
  const resource: AnyResource = RESOURCE_CLASSES[kind];
  return lifecycle(resource, () => session);
}
