import { z } from "zod";
import type { Send } from "../http/request.js";
import type { ApiKeys } from "./collections.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import { oneLineWord } from "./one-line.js";
import type { ListAll } from "./pages.js";
import { readsObject } from "./wire-reader.js";

export const apiKeySchema = lenientObject({
  id: z.string().min(1),
  alias: z.string().optional(),
  description: z.string().optional(),
  roleID: oneLineWord,
  locale: z.string().optional(),
  timezone: z.string().optional(),
  allowedIPs: z.array(z.string()).optional(),
  allowedCIDRs: z.array(z.string()).optional(),
  enabled: z.boolean().optional(),
  /** RFC 3339, UTC, like all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
  lastActivity: z.string().optional(),
  urn: z.string().default(""),
  // The API shows a key's secret on creation; it must never be kept here.
}).transform(({ secret: _, ...shown }) => shown);

export function createApiKeys(send: Send, walk: ListAll): ApiKeys {
  return {
    list: (filter, options) => walk({ ...options, collection: "apikeys", filter, item: apiKeySchema }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("apikeys", id), result: readsObject(apiKeySchema, id) }),
  };
}
