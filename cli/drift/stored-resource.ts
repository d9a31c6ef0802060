import { z } from "zod";
import { classIn } from "../../provider/plan/objects.js";
import type { StoredResource } from "../../provider/plan/stored/declared.js";
import { CommandFailure } from "../command-failure.js";

const properties = z.record(z.string(), z.unknown()).default({});

const exportedResource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().default(""),
  inputs: properties,
  outputs: properties,
  delete: z.boolean().default(false),
  external: z.boolean().default(false),
});

const exportedState = z.object({
  version: z.number(),
  deployment: z.object({
    resources: z.array(exportedResource).nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});

type ExportedResource = z.infer<typeof exportedResource>;

/** A resource of this package; another version may have written the state. */
export interface StateResource extends StoredResource {
  /** The class, such as `RoleSet`. */
  kind: string;
}

/** The versions that current CLIs write. */
const VERSIONS = [3, 4];

/**
 * The resources of this package in the output of `pulumi stack export`, without those that are only read or wait for their
 * deletion, since these declare nothing.
 *
 * @throws CommandFailure if this is not such a state, or has only resources of others; `source` names it in messages.
 */
export function storedResources(exported: unknown, source: string): StateResource[] {
  const { own, foreign } = ownResources(exported, source);
  if (own.length === 0 && foreign !== undefined) {
    throw new CommandFailure(
      `${source} has no Cloud One resources, but others such as ${foreign}. Is it the state of another project?`,
    );
  }
  return own.filter(isDeclared).map(asStored);
}

/** The same for a stack that is also read for its configuration, and so may have none. */
export function storedIfAny(exported: unknown, source: string): StateResource[] {
  return ownResources(exported, source).own.filter(isDeclared).map(asStored);
}

function ownResources(exported: unknown, source: string): { own: ExportedResource[]; foreign: string | undefined } {
  const version = z.object({ version: z.number() }).safeParse(exported).data?.version;
  if (version !== undefined && !VERSIONS.includes(version)) {
    throw new CommandFailure(
      `${source} has version ${version} of Pulumi's state format, and this command reads ${VERSIONS.join(" and ")}. ` +
        "Run any update of the stack with a current Pulumi CLI, then export it again.",
    );
  }
  const parsed = exportedState.safeParse(exported);
  if (!parsed.success) {
    throw new CommandFailure(
      `${source} is not what \`pulumi stack export\` writes:\n${z.prettifyError(parsed.error)}\nExport the stack again.`,
    );
  }
  const all = parsed.data.deployment.resources ?? [];
  return {
    own: all.filter(({ type }) => classIn(type) !== undefined),
    foreign: all.find(({ type }) => classIn(type) === undefined && !type.startsWith("pulumi:"))?.urn,
  };
}

function isDeclared(resource: ExportedResource): boolean {
  return !resource.delete && !resource.external;
}

function asStored({ urn, type, id, inputs, outputs }: ExportedResource): StateResource {
  return { urn, kind: classIn(type) ?? "", id, inputs, outputs };
}
