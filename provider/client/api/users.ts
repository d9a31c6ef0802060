import { z } from "zod";
import type { CallOptions, Send } from "../http/request.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import type { List, ListAll } from "./pages.js";
import { readsNothing, readsObject } from "./wire-reader.js";

const user = lenientObject({
  /** A UUID: the identity. */
  id: z.string().min(1),
  name: z.string().default(""),
  email: z.string().min(1),
  roleID: z.string().min(1),
  locale: z.string().optional(),
  timezone: z.string().optional(),
  /** `enabled` or `disabled`. */
  state: z.string().min(1),
  mfaEnabled: z.boolean().optional(),
  /** RFC 3339, UTC, as all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
  lastActivity: z.string().optional(),
  urn: z.string().default(""),
});

/** A user of the account as the API returns it. Where the API says null or nothing, `name` and `urn` are "". */
export type User = z.output<typeof user>;

/** What may be written. The API wants `roleID` on every modify. */
export interface UserBody {
  roleID: string;
  state?: "enabled" | "disabled";
}

/**
 * `GET /users`, and `GET`, `POST`, `DELETE /users/{id}`. Users come into being by an invitation only.
 * https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/tag/Users
 */
export interface Users {
  /** All users, or those who hold exactly `roleID`. Iterating throws rather than end early. */
  list(filter?: { roleID?: string }, options?: CallOptions): List<User>;
  /** @throws NotFoundError where the API itself says that it is absent. */
  describe(id: string, options?: CallOptions): Promise<User>;
  /** @throws UnknownOutcomeError where the write may have had its effect. */
  modify(id: string, body: UserBody, options?: CallOptions): Promise<User>;
  /** Removes the user from the account; the API cannot bring one back. @throws UnknownOutcomeError as above. */
  delete(id: string, options?: CallOptions): Promise<void>;
}

export function createUsers(send: Send, walk: ListAll): Users {
  return {
    list: (filter, options) => walk({ ...options, collection: "users", filter, item: user }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("users", id), result: readsObject(user, id) }),
    modify: async (id, body, options) =>
      send({ ...options, method: "POST", path: itemPath("users", id), body, result: readsObject(user, id) }),
    delete: async (id, options) =>
      send({ ...options, method: "DELETE", path: itemPath("users", id), result: readsNothing }),
  };
}
