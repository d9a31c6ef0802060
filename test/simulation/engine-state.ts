import type { Properties } from "../../provider/resources/resource.js";
import type { ResourceClass } from "./kinds.js";

/** One declared resource. */
export interface Declaration {
  class: ResourceClass;
  name: string;
  inputs: Properties;
  /** Inputs that are outputs of another resource, by its Pulumi name: unknown at preview until that one exists. */
  refs?: Record<string, string>;
  /** Pulumi names of other resources that come before. */
  after?: string[];
}

/** One resource in the state. */
export interface Entry {
  class: ResourceClass;
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Pulumi names of the resources that it depends on. */
  dependsOn?: string[];
  /** It was replaced, and its object is waiting to be deleted. */
  replaced?: boolean;
  /** Its last create or update did not end as declared, so the next run updates it. */
  initErrors?: string[];
  /** What the program declared when its last step succeeded; the engine has no such thing. */
  declaration?: Declaration;
}

export interface Step {
  op: "create" | "update" | "replace" | "delete" | "same" | "read";
  name: string;
}

/** A step that the engine began but did not see end, as it lists them after a crash. */
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

export function isOf(entry: Entry, { class: of, name }: Pick<Declaration, "class" | "name">): boolean {
  return entry.class === of && entry.name === name;
}
