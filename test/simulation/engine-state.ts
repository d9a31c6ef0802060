import type { ResourceClass } from "../../provider/plan/objects.js";
import type { Properties } from "../../provider/resources/resource.js";

/** One declared resource. */
export interface Declaration {
  class: ResourceClass;
  name: string;
  inputs: Properties;
  /**
   * Inputs that are outputs of another resource, by its Pulumi name: unknown at preview until that resource exists. The keys of
   * an input inside another stand between slashes.
   */
  refs?: Record<string, string>;
  /** Pulumi names of other resources that come before. */
  after?: string[];
  /** The types of the components around it, outermost first: they are part of its URN. */
  parent?: readonly string[];
  /** Its former URNs. */
  aliases?: readonly Address[];
}

/** What distinguishes resources of one class. */
interface Address {
  name: string;
  parent?: readonly string[];
}

/** One resource in the state. */
export interface Entry {
  class: ResourceClass;
  name: string;
  parent?: readonly string[];
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Pulumi names of the resources it depends on. */
  dependsOn?: string[];
  /** It was replaced, and its object is still to be deleted. */
  replaced?: boolean;
  /** Its last create or update did not give what was declared, so the next run updates it. */
  initErrors?: string[];
  /** What the program declared when its last step succeeded; the engine has no such thing. */
  declaration?: Declaration;
}

export interface Step {
  op: "create" | "update" | "replace" | "delete" | "same" | "read";
  name: string;
}

/** A step that the engine began but did not finish, as listed after a crash. */
export interface PendingOperation {
  op: "creating" | "updating" | "deleting";
  name: string;
}

/** What the engine shows when a run fails. */
export class RunFailed extends Error {
  override name = "RunFailed" as const;
  readonly failures: string[];
  constructor(failures: string[]) {
    super(failures.join("\n"));
    this.failures = failures;
  }
}

/** The engine was killed. */
export class Crashed extends Error {
  override name = "Crashed" as const;
}

/** The entry that a declaration continues: the one with its URN, or else with a former URN. */
export function entryOf(state: readonly Entry[], { class: of, aliases = [], ...own }: Declaration): Entry | undefined {
  const candidates = state.filter((entry) => entry.class === of && !entry.replaced);
  for (const address of [own, ...aliases]) {
    const found = candidates.find((entry) => isAt(entry, address));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAt(entry: Address, { name, parent = [] }: Address): boolean {
  return entry.name === name && (entry.parent ?? []).join("$") === parent.join("$");
}

/** The resource's URN, as the engine builds it. */
export function urnOf({ class: of, name, parent = [] }: Pick<Declaration, "class" | "name" | "parent">): string {
  const type = [...parent, `pulumi-nodejs:dynamic/cloudone:${of}`].join("$");
  return `urn:pulumi:dev::simulation::${type}::${name}`;
}
