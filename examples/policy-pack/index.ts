import {
  PolicyPack,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
  validateResourceOfType,
} from "@pulumi/policy";
import * as cloudone from "pulumi-cloudone";

/** The company's own addresses end with one of these. */
const own = ["@example.com"];

new PolicyPack("cloudone-access", { policies: [outsidersAreNoAdmins(), outsideAccessEnds()] });

/** No outside address may get an admin role: full-access, or a role of the program that includes identity's own full access. */
function outsidersAreNoAdmins(): StackValidationPolicy {
  return {
    name: "outsiders-are-no-admins",
    description: "No address outside the company may get an admin role.",
    enforcementLevel: "mandatory",
    validateStack({ resources }, reportViolation) {
      const admin = adminRoles(resources);
      for (const { isType, props, urn } of resources) {
        for (const { email, userId, roleIds } of holders(isType, props)) {
          const role = roleIds.find((id) => admin.has(id));
          if (role === undefined || (email !== undefined && isOwn(email))) continue;
          const reason =
            email === undefined
              ? `user ${userId} gets the admin role ${role}: declare the user by email, so that the address can be judged.`
              : `${email} is outside the company and may not have the admin role ${role}.`;
          reportViolation(reason, urn);
        }
      }
    },
  };
}

/** Access of outside addresses has an end. */
function outsideAccessEnds(): ResourceValidationPolicy {
  const text = (email: string) => `${email} is outside the company: declare until.`;
  return {
    name: "outside-access-ends",
    description: "Access of addresses outside the company must have an end.",
    enforcementLevel: "mandatory",
    validateResource: [
      validateResourceOfType(cloudone.UserAssignment, ({ email, until }, _, reportViolation) => {
        if (email !== undefined && !isOwn(email) && until === undefined) reportViolation(text(email));
      }),
      validateResourceOfType(cloudone.UserAssignmentSet, ({ users }, _, reportViolation) => {
        for (const [email, entry] of Object.entries(users)) {
          const ends = typeof entry === "object" && entry.until !== undefined;
          if (!isOwn(email) && !ends) reportViolation(text(email));
        }
      }),
    ],
  };
}

type Resources = StackValidationArgs["resources"];
type Properties = Resources[number]["props"];

function adminRoles(resources: Resources): Set<string> {
  const admin = new Set(["full-access"]);
  const note = (id: string, urns: readonly string[]) => {
    // Whatever the role's name, its holders may change who may do what.
    if (urns.some((urn) => /^urn:cloudone:identity:[^:]*:[^:]*:role\/full-access$/i.test(urn))) admin.add(id);
  };
  for (const { isType, props } of resources) {
    if (isType(cloudone.Role)) note(props.roleId, props.serviceRoleURNs);
    if (!isType(cloudone.RoleSet)) continue;
    for (const [id, role] of Object.entries<{ serviceRoleURNs: string[] }>(props.roles)) note(id, role.serviceRoleURNs);
  }
  return admin;
}

interface Holder {
  /** Unknown at preview if the user is declared by id. */
  email?: string;
  userId?: string;
  roleIds: string[];
}

/** Who would have which roles: the declared one, and the one that follows its end. */
function holders(isType: Resources[number]["isType"], props: Properties): Holder[] {
  const rolesOf = (entry: Properties) => [entry.roleId, entry.then?.roleId].filter((id) => typeof id === "string");
  if (isType(cloudone.UserAssignment)) return [{ email: props.email, userId: props.userId, roleIds: rolesOf(props) }];
  if (!isType(cloudone.UserAssignmentSet)) return [];
  return Object.entries<string | Properties>(props.users).map(([email, entry]) => ({
    email,
    roleIds: typeof entry === "string" ? [entry] : rolesOf(entry),
  }));
}

function isOwn(email: string): boolean {
  return own.some((ending) => email.toLowerCase().endsWith(ending));
}
