import type { ArgsSpec } from "./args/check-args.js";

/** Says what is wrong with arguments. Its types name no schema, since those of the package's classes lead here. */
type Judge = (args: Readonly<Record<string, unknown>>) => { property: string; reason: string }[];

/** What a class of resources declares of the objects of one kind. */
interface ClassRow {
  /** The argument that holds the members of a set. */
  readonly members?: "roles" | "users";
  /** The arguments by which a single resource names its object to the rest of the program. */
  readonly identifiers?: readonly string[];
  /** Loaded when it is needed: the program imports this table, and no schemas with it. */
  readonly judge: () => Promise<Judge>;
}

interface ObjectRow {
  /** The API's list of these objects, with which the ids of sets begin; there is only one account. */
  readonly collection?: "roles" | "users";
  /** The kinds of objects of which a plan needs to know what the rest of the program declares. */
  readonly beside: readonly ("role" | "user")[];
  readonly classes: Readonly<Record<string, ClassRow>>;
}

/** The kinds of objects, each with the classes of resources that declare them. */
export const OBJECTS = {
  account: {
    beside: ["role", "user"],
    classes: {
      AccountSettings: { judge: judging(async () => (await import("./account-settings.js")).accountSettingsArgs) },
    },
  },
  role: {
    collection: "roles",
    beside: ["role"],
    classes: {
      Role: { identifiers: ["roleId"], judge: judging(async () => (await import("./roles/role.js")).roleArgs) },
      RoleSet: { members: "roles", judge: judging(async () => (await import("./roles/role-set.js")).roleSetArgs) },
    },
  },
  user: {
    collection: "users",
    beside: ["role", "user"],
    classes: {
      UserAssignmentSet: {
        members: "users",
        judge: judging(async () => (await import("./users/user-assignment-set.js")).userAssignmentSetArgs),
      },
      UserAssignment: {
        identifiers: ["email", "userId"],
        judge: judging(async () => (await import("./users/user-assignment.js")).userAssignmentArgs),
      },
    },
  },
} as const satisfies Record<string, ObjectRow>;

export type ObjectKind = keyof typeof OBJECTS;

export type ResourceClass = { [O in ObjectKind]: keyof (typeof OBJECTS)[O]["classes"] }[ObjectKind];

/** The classes by name, each with the kind of its objects. */
export const CLASSES = Object.fromEntries(
  Object.entries<ObjectRow>(OBJECTS).flatMap(([object, { classes }]) =>
    Object.entries(classes).map(([name, row]) => [name, { ...row, object }]),
  ),
) as Readonly<Record<ResourceClass, ClassRow & { readonly object: ObjectKind }>>;

/** What the types of this package's resources have in URNs and states before the class: permanent. */
const TYPE_PREFIX = "pulumi-nodejs:dynamic/cloudone:";

/** The type of a class in URNs and states. */
export function typeToken<Class extends ResourceClass>(name: Class): `${typeof TYPE_PREFIX}${Class}` {
  return `${TYPE_PREFIX}${name}`;
}

/** The class that a type names, or the last type of those of a URN; undefined for the resources of others. */
export function classIn(type: string): string | undefined {
  const last = type.slice(type.lastIndexOf("$") + 1);
  return last.startsWith(TYPE_PREFIX) ? last.slice(TYPE_PREFIX.length) : undefined;
}

/** Whether this version knows the class. */
export function isResourceClass(name: string | undefined): name is ResourceClass {
  return name !== undefined && Object.hasOwn(CLASSES, name);
}

function judging(spec: () => Promise<ArgsSpec>): () => Promise<Judge> {
  return async () => {
    const [{ checkArgs }, loaded] = await Promise.all([import("./args/check-args.js"), spec()]);
    return (args) => checkArgs(loaded, args);
  };
}
