import type { ResourceClass } from "../../../provider/plan/objects.js";
import type { Properties } from "../../../provider/resources/resource.js";
import type { Declaration, Entry } from "../../doubles/stack.js";
import { isSame } from "./scene.js";

/** An object that a program declares, alone or in a set, with the arguments of a single resource. */
export interface Declared {
  of: ResourceClass;
  inputs: Properties;
  owner: Declaration;
}

/** An object in an entry of the state. */
export interface Stored {
  of: Declared["of"];
  /** Empty while a member of a set is only invited. */
  id: string;
  /** The address of a user. */
  email: string | undefined;
  entry: Entry;
}

/** Everything that a program declares, with members of sets as single resources. */
export function declaredIn(program: readonly Declaration[]): Declared[] {
  return program.flatMap((owner): Declared[] => {
    const { class: of, inputs } = owner;
    if (of === "RoleSet") {
      return Object.entries(membersOf(owner)).map(([roleId, entry]) => ({
        of: "Role",
        inputs: { roleId, ...(entry as Properties) },
        owner,
      }));
    }
    if (of === "UserAssignmentSet") {
      return Object.entries(membersOf(owner)).map(([email, entry]) => ({
        of: "UserAssignment",
        inputs: {
          email,
          ...(typeof entry === "string" ? { roleId: entry } : (entry as Properties)),
          ...(inputs.ifMissing !== undefined && { ifMissing: inputs.ifMissing }),
        },
        owner,
      }));
    }
    return [{ of, inputs, owner }];
  });
}

/** The members of a set by their keys, as it declares them. */
export function membersOf({ class: of, inputs }: Pick<Declaration, "class" | "inputs">): Properties {
  const members = of === "RoleSet" ? inputs.roles : of === "UserAssignmentSet" ? inputs.users : {};
  return members as Properties;
}

/** A set with other members. */
export function withMembers<T extends Pick<Declaration, "class" | "inputs">>(set: T, members: Properties): T {
  return { ...set, inputs: { ...set.inputs, [set.class === "RoleSet" ? "roles" : "users"]: members } };
}

export function isSet({ class: of }: Pick<Declaration, "class">): boolean {
  return of === "RoleSet" || of === "UserAssignmentSet";
}

/** Every object in a state. */
export function storedIn(state: readonly Entry[]): Stored[] {
  return state.flatMap((entry): Stored[] => {
    const { class: of, id, outputs } = entry;
    if (of === "RoleSet") {
      const ids = [...Object.keys((outputs.roles ?? {}) as Properties), ...((outputs.retiring ?? []) as string[])];
      return [...new Set(ids)].map((role) => ({ of: "Role", id: role, email: undefined, entry }));
    }
    if (of === "UserAssignmentSet") {
      const ids = Object.entries((outputs.userIds ?? {}) as Record<string, string>);
      return ids.map(([email, user]) => ({ of: "UserAssignment", id: user, email, entry }));
    }
    const email = of === "UserAssignment" ? String(outputs.declaredEmail ?? outputs.email) : undefined;
    return [{ of, id: id.startsWith("invitation/") ? "" : id, email, entry }];
  });
}

/** Whether a declaration means the object. */
export function means({ of, inputs }: Declared, object: { of: string; id: string; email?: unknown }): boolean {
  if (of !== object.of) return false;
  if (of === "Role") return inputs.roleId === object.id;
  if (of === "AccountSettings") return true;
  if (inputs.userId !== undefined) return inputs.userId === object.id;
  return isSame(inputs.email, object.email);
}

/** Whether a set acts on objects that it does not declare. */
export function actsOnUnmanaged({ class: of, inputs: { unmanaged = "ignore" } }: Declaration): boolean {
  return (of === "RoleSet" || of === "UserAssignmentSet") && unmanaged !== "ignore" && unmanaged !== "report";
}

/** Whether a set excludes the object by its id or address. */
export function excludes({ inputs }: Declaration, ...names: unknown[]): boolean {
  const patterns = ((inputs.exclude ?? []) as string[]).map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[^a-z0-9]/gi, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "i");
  });
  return names.some((name) => typeof name === "string" && patterns.some((pattern) => pattern.test(name)));
}
