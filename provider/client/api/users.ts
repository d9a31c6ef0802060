import { z } from "zod";
import type { Send } from "../http/request.js";
import type { Users } from "./collections.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import { oneLineWord } from "./one-line.js";
import type { ListAll } from "./pages.js";
import { readsNothing, readsObject } from "./wire-reader.js";

export const userSchema = lenientObject({
  /** A UUID: the identity. */
  id: z.string().min(1),
  name: z.string().default(""),
  email: oneLineWord,
  roleID: oneLineWord,
  locale: z.string().optional(),
  timezone: z.string().optional(),
  /** `enabled` or `disabled`. */
  state: oneLineWord,
  mfaEnabled: z.boolean().optional(),
  /** RFC 3339, UTC, like all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
  lastActivity: z.string().optional(),
  urn: z.string().default(""),
});

export function createUsers(send: Send, walk: ListAll): Users {
  return {
    list: (filter, options) => walk({ ...options, collection: "users", filter, item: userSchema }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("users", id), result: readsObject(userSchema, id) }),
    modify: async (id, body, options) =>
      send({ ...options, method: "POST", path: itemPath("users", id), body, result: readsObject(userSchema, id) }),
    delete: async (id, options) =>
      send({ ...options, method: "DELETE", path: itemPath("users", id), result: readsNothing }),
  };
}
