import type { dynamic } from "@pulumi/pulumi";
import { accountSettings } from "../resources/account-settings.js";
import type { Plan, Resource } from "../resources/resource.js";
import { role } from "../resources/role.js";
import { roleSet } from "../resources/role-set.js";
import { userAssignment } from "../resources/user-assignment.js";
import { userAssignmentSet } from "../resources/user-assignment-set.js";
import type { Session } from "../session/session.js";
import { lifecycle } from "./lifecycle.js";

/** What of a resource is the same whatever its arguments are. */
interface ResourceClass extends Pick<Resource<object, object, Plan>, "accountOf" | "members" | "previewKeys"> {
  /** The engine's calls, with the session that `open` returns. */
  provider(open: () => Session): dynamic.ResourceProvider;
}

/** The resources by their class, for commands that read states and previews. */
export const RESOURCE_CLASSES = {
  Role: classOf(role),
  UserAssignment: classOf(userAssignment),
  AccountSettings: classOf(accountSettings),
  RoleSet: classOf(roleSet),
  UserAssignmentSet: classOf(userAssignmentSet),
} as const satisfies Record<string, ResourceClass>;

export type ResourceClassName = keyof typeof RESOURCE_CLASSES;

/** Whether this version knows the class. */
export function isResourceClass(name: string | undefined): name is ResourceClassName {
  return name !== undefined && Object.hasOwn(RESOURCE_CLASSES, name);
}

function classOf<Inputs extends object, Outputs extends object, P extends Plan>(
  resource: Resource<Inputs, Outputs, P>,
): ResourceClass {
  const { accountOf, members, previewKeys } = resource;
  return {
    accountOf,
    ...(members !== undefined && { members }),
    previewKeys,
    provider: (open) => lifecycle(resource, open),
  };
}
