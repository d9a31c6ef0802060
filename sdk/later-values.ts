import * as pulumi from "@pulumi/pulumi";
import { isKnown, outputValue } from "./output-value.js";

/** Where in the arguments a value is; for a list with elements that resolve later, also its length. */
type LaterValue = [path: string[], length?: number];

/**
 * Where the arguments contain outputs and promises that have a value. If a resource failed, the SDK resolves its outputs to
 * undefined, and the engine leaves out what depends on them: a member would look dropped, and a guard unset.
 */
export async function laterValues(value: unknown, path: string[] = []): Promise<LaterValue[]> {
  if (pulumi.Output.isInstance(value)) {
    const hasValue = !(await isKnown(value)) || !isNothing(await outputValue(value));
    return hasValue ? [[path]] : [];
  }
  if (value instanceof Promise) {
    const inner: unknown = await value;
    return isNothing(inner) ? [] : [[path], ...(await laterValues(inner, path))];
  }
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return [];
  const inside = Object.entries(value).map(([key, inner]) => laterValues(inner, [...path, key]));
  const found = (await Promise.all(inside)).flat();
  // The engine leaves out elements without a value, and the next ones move up.
  return Array.isArray(value) && found.length > 0 ? [[path, value.length]] : found;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
