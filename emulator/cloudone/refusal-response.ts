import type { Context } from "hono";
import { ConnectionReset } from "../connection-reset.js";
import type { Switches } from "../switch-positions.js";
import { Refusal } from "./refusal.js";

/** Turns what a handler threw into the response that the server would send. */
export function refusalResponse(error: Error, c: Context, switches: Switches): Response {
  if (error instanceof ConnectionReset) throw error;
  if (!(error instanceof Refusal)) return c.json({ message: `The emulator failed: ${error.message}` }, 500);
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  const form = bodyForm(error.status, switches);
  if (form === "empty") return c.body(null, error.status);
  if (form === "html") return c.html(`<html><body><h1>${error.status}</h1></body></html>`, error.status);
  return c.json({ message: error.message, ...(error.fields && { fields: error.fields }) }, error.status);
}

function bodyForm(status: number, switches: Switches): "json" | "empty" | "html" {
  if (status === 403) return switches.forbiddenBody;
  if (status === 404) return switches.notFoundBody;
  if (status === 429) return switches.rateLimitBody;
  return "json";
}
