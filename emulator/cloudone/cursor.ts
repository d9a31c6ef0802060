import { z } from "zod";
import { Refusal } from "./refusal.js";

const cursorSchema = z.strictObject({
  /** The account, list and filter that the cursor belongs to. */
  walk: z.string(),
  order: z.enum(["created", "id", "shuffled"]),
  /** What makes each shuffled walk differ from the next. */
  shuffle: z.string(),
  /** The sort key of the last object shown. */
  after: z.string(),
  /** How many objects were shown. */
  seen: z.number(),
});

/** Where a walk through a list continues. */
export type Cursor = z.output<typeof cursorSchema>;

/** An opaque string that ends in "=", as in the vendor's samples, so that clients must encode it. */
export function encodeCursor(cursor: Cursor): string {
  const json = JSON.stringify(cursor);
  return Buffer.from(json.padEnd(json.length + (2 - (Buffer.byteLength(json) % 3)))).toString("base64");
}

/** Reads a cursor that this server issued for this walk; refuses any other. */
export function decodeCursor(text: string, walk: string): Cursor {
  const result = cursorSchema.safeParse(parse(text));
  if (!result.success || result.data.walk !== walk) throw new Refusal(400, "The cursor is not valid for this list.");
  return result.data;
}

function parse(text: string): unknown {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
