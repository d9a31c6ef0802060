import { z } from "zod";
import type { CallOptions, Send } from "../http/request.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import type { List, ListAll } from "./pages.js";
import { readsObject } from "./wire-reader.js";

const apiKey = lenientObject({
  id: z.string().min(1),
  alias: z.string().optional(),
  description: z.string().optional(),
  roleID: z.string().min(1),
  locale: z.string().optional(),
  timezone: z.string().optional(),
  allowedIPs: z.array(z.string()).optional(),
  allowedCIDRs: z.array(z.string()).optional(),
  enabled: z.boolean().optional(),
  /** RFC 3339, UTC, as all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
  lastActivity: z.string().optional(),
  urn: z.string().default(""),
  // The API shows a key's secret when it is created, and nobody here may keep one.
}).transform(({ secret: _, ...shown }) => shown);

/** An API key as the API returns it, never its secret. Where the API says null or nothing, `urn` is "". */
export type ApiKey = z.output<typeof apiKey>;

/** `GET /apikeys` and `GET /apikeys/{id}`. */
export interface ApiKeys {
  /** All keys, or those that hold exactly `roleID`. Iterating throws rather than end early. */
  list(filter?: { roleID?: string }, options?: CallOptions): List<ApiKey>;
  /** @throws NotFoundError where the API itself says that it is absent. */
  describe(id: string, options?: CallOptions): Promise<ApiKey>;
}

export function createApiKeys(send: Send, walk: ListAll): ApiKeys {
  return {
    list: (filter, options) => walk({ ...options, collection: "apikeys", filter, item: apiKey }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("apikeys", id), result: readsObject(apiKey, id) }),
  };
}
