import { z } from "zod";

/** The message about an unknown key of a seed: it lists the valid keys in that place. */
export function unknownKeyMessage(schema: unknown, { keys, path }: z.core.$ZodIssueUnrecognizedKeys): string {
  const known = keysAt(schema, path);
  const wrong = keys.map((key) => JSON.stringify(key)).join(", ");
  return `there is no key ${wrong}${known.length === 0 ? "" : `; there are ${known.join(", ")}`}`;
}

function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return keysAt(schema.unwrap(), path);
  }
  const [first, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    return first === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[String(first)], rest);
  }
  return schema instanceof z.ZodArray && first !== undefined ? keysAt(schema.element, rest) : [];
}
