import type { Context } from "hono";
import type { Switches } from "../switches.js";

/** The answer to a delete that worked. */
export function answerDeleted(c: Context, { deleteStatus }: Switches): Response {
  return deleteStatus === 204 ? c.body(null, 204) : c.json({}, 200);
}
