import { Hono } from "hono";
import type { Backend, CloudOneEnv } from "./backend.js";
import { listPage } from "./list-page.js";
import { presentApiKey } from "./present.js";
import { Refusal } from "./refusal.js";

/** API keys: list, describe. Their secrets never leave the server. */
export function apiKeys(backend: Backend): Hono<CloudOneEnv> {
  const { switches } = backend;

  return new Hono<CloudOneEnv>()
    .get("/", (c) =>
      listPage(c, backend, {
        kind: "apiKeys",
        property: switches.apiKeysProperty,
        accepts: ["cursor", "limit", "roleID"],
        live: c.get("tenant").apiKeys,
        present: (key) => presentApiKey(key, key.id === c.get("apiKey").id, switches),
      }),
    )
    .get("/:id", (c) => {
      const key = c.get("tenant").apiKeys.get(c.req.param("id"));
      if (!key) throw new Refusal(404, `There is no API key ${c.req.param("id")}.`);
      return c.json(presentApiKey(key, key.id === c.get("apiKey").id, switches));
    });
}
