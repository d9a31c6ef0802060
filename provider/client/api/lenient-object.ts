import { z } from "zod";

/**
 * An object from the wire: unknown properties pass, and null counts as absent,
 * so that the schema says which absence is a defect.
 */
export function lenientObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(dropNulls, z.looseObject(shape));
}

function dropNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
