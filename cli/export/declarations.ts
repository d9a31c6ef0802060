import { type AnyResource, RESOURCE_CLASSES } from "../../provider/engine/resource-classes.js";
import type { ResourceClass } from "../../provider/plan/objects.js";
import type { ExportedAccount, ExportedResource, ExportStyle } from "../../provider/plan/stored/exported.js";

/** One resource of the exported program, with its class. */
export interface ExportedDeclaration extends ExportedResource {
  kind: ResourceClass;
}

/** What the exported program declares, in its order. */
export function declarationsOf(account: ExportedAccount, style: ExportStyle): ExportedDeclaration[] {
  return Object.entries<AnyResource>(RESOURCE_CLASSES).flatMap(([kind, { exported }]) =>
    exported(account, style).map((resource) => ({ kind: kind as ResourceClass, ...resource })),
  );
}
