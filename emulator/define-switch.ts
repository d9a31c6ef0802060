import type { z } from "zod";

/** One behaviour that a vendor does not document, and its possible positions. */
export interface Switch<S extends z.ZodType> {
  /** The positions. */
  schema: S;
  /** The default position. */
  default: z.output<S>;
  /** What is unknown, and what the positions mean. */
  about: string;
}

export function defineSwitch<S extends z.ZodType>(schema: S, position: z.output<S>, about: string): Switch<S> {
  return { schema, default: position, about };
}
