import type { Context } from "hono";
import type { Switches } from "../switch-positions.js";

/** The response to a successful delete. */
export function deletedResponse(c: Context, { deleteStatus }: Switches): Response {
  return deleteStatus === 204 ? c.body(null, 204) : c.json({}, 200);
}
