import { Hono } from "hono";
import type { SailPointContext, SailPointEnv } from "./context.js";

/** `POST /oauth/token`, with the credentials only in the form body. */
export function sailPointToken({ tenant, switches }: SailPointContext): Hono<SailPointEnv> {
  return new Hono<SailPointEnv>().post("/", async (c) => {
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header("Content-Type") ?? "");
    const form = new URLSearchParams(isForm ? await c.req.text() : "");
    if (form.get("grant_type") !== "client_credentials" || Object.keys(c.req.query()).length > 0) {
      return c.json({ error: "invalid_request", error_description: "Missing or bad form parameters" }, 400);
    }
    if (!tenant.accepts(form.get("client_id") ?? "", form.get("client_secret") ?? "")) {
      return c.json({ error: "invalid_client", error_description: "Bad client credentials" }, 401);
    }
    c.get("entry").apiKeyId = tenant.clientId;
    const seconds = switches.sailPointTokenSeconds;
    const access_token = tenant.issueToken(seconds);
    return c.json({ access_token, token_type: "bearer", expires_in: seconds, scope: "idn:accounts:read" });
  });
}
