import { CLASSES, type ResourceClass } from "../provider/plan/objects.js";

/** `RoleSet` is served by `roleSetProvider`. */
const factoryOf = (kind: string) => `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Provider`;

/**
 * All that a state holds of the provider: one constant line per class, which loads the logic from the installed package.
 * Nothing is serialized, so nothing can leak into the state. These lines are permanent.
 */
export const PROVIDER_TEXT = Object.fromEntries(
  Object.keys(CLASSES).map((kind) => [
    kind,
    `exports.handler=()=>require("pulumi-cloudone/provider").${factoryOf(kind)}()`,
  ]),
) as Readonly<Record<ResourceClass, string>>;
