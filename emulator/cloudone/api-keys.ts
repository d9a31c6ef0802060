import { Hono } from "hono";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { listPage } from "./list-page.js";
import { Refusal } from "./refusal.js";
import { apiKeyToWire } from "./to-wire.js";

/** API keys: list, describe. Their secrets never leave the server. */
export function apiKeys(context: CloudOneContext): Hono<CloudOneEnv> {
  const { switches } = context;

  return new Hono<CloudOneEnv>()
    .get("/", (c) =>
      listPage(c, context, {
        kind: "apiKeys",
        property: switches.apiKeysProperty,
        accepts: ["cursor", "limit", "roleID"],
        live: c.get("tenant").apiKeys,
        toWire: (key) => apiKeyToWire(key, key.id === c.get("apiKey").id, switches),
      }),
    )
    .get("/:id", (c) => {
      const key = c.get("tenant").apiKeys.get(c.req.param("id"));
      if (!key) throw new Refusal(404, `There is no API key ${c.req.param("id")}.`);
      return c.json(apiKeyToWire(key, key.id === c.get("apiKey").id, switches));
    });
}
