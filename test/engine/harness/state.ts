import { readFile } from "node:fs/promises";
import { nameOf } from "./event-log.js";

/** A resource as in the state file; secrets are the engine's encrypted objects. */
export interface ResourceState {
  urn: string;
  type: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  protect?: boolean;
  external?: boolean;
  initErrors?: string[];
  dependencies?: string[];
  [field: string]: unknown;
}

/** What `pulumi stack export` prints under `deployment`. */
export interface Deployment {
  resources: ResourceState[];
  pending_operations?: { type: string; resource: ResourceState }[];
  [field: string]: unknown;
}

/** Reads the state from the file backend itself, which is faster than an export and needs no lock. */
export async function readState(file: string): Promise<Deployment> {
  const { checkpoint } = JSON.parse(await readFile(file, "utf8"));
  return { resources: [], ...checkpoint.latest };
}

/** The resources that the program declared: not the stack, not the providers. */
export function declaredResources({ resources }: Deployment): Map<string, ResourceState> {
  return new Map(
    resources.filter(({ type }) => !type.startsWith("pulumi:")).map((resource) => [nameOf(resource.urn), resource]),
  );
}
