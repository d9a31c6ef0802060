import { z } from "zod";
import type { Send } from "../http/request.js";
import type { Roles } from "./collections.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import type { ListAll } from "./pages.js";
import { notingUnread } from "./unread.js";
import { readsNothing, readsObject } from "./wire-reader.js";

export const roleSchema = lenientObject({
  /** Chosen at creation, immutable, `^[a-z0-9-]+$`. */
  id: z.string().min(1),
  name: z.string().default(""),
  description: z.string().default(""),
  serviceRoleURNs: z.array(z.string()).default([]),
  /** RFC 3339, UTC, like all times here. */
  created: z.string().default(""),
  lastModified: z.string().default(""),
  urn: z.string().default(""),
});

const readsRole = (id: string) => notingUnread(readsObject(roleSchema, id), ["description", "serviceRoleURNs"]);

export function createRoles(send: Send, walk: ListAll): Roles {
  return {
    list: (options) => walk({ ...options, collection: "roles", item: roleSchema }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("roles", id), result: readsRole(id) }),
    create: async (body, options) =>
      send({ ...options, method: "POST", path: "/roles", body, result: readsRole(body.id) }),
    modify: async (id, body, options) =>
      send({ ...options, method: "POST", path: itemPath("roles", id), body, result: readsRole(id) }),
    delete: async (id, options) =>
      send({ ...options, method: "DELETE", path: itemPath("roles", id), result: readsNothing }),
  };
}
