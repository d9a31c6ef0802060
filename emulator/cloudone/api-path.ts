import type { Context } from "hono";

/** The path of a request relative to the base URL, as the vendor's reference writes it. */
export function pathOf(c: Context): string {
  return c.req.path.replace(/^\/api(?=\/|$)/, "") || "/";
}
