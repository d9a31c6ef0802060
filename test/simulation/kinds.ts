import { type AnyResource, RESOURCE_CLASSES } from "../../provider/engine/resource-classes.js";
import type { ResourceClass } from "../../provider/plan/objects.js";

/** A kind with any arguments and outputs: the engine knows neither. */
type AnyKind = AnyResource;

export type Kinds = Readonly<Record<ResourceClass, AnyKind>>;

/** The kinds of resources, by class name. */
export const KINDS = RESOURCE_CLASSES;
