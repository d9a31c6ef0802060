import { z } from "zod";
import type { CallOptions, Send } from "../http/request.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import type { List, ListAll } from "./pages.js";
import { readsNothing, readsObject } from "./wire-reader.js";

const role = lenientObject({
  /** Chosen at creation, immutable, `^[a-z0-9-]+$`. */
  id: z.string().min(1),
  name: z.string().default(""),
  description: z.string().default(""),
  serviceRoleURNs: z.array(z.string()).default([]),
  /** RFC 3339, UTC, as all times here. */
  created: z.string().default(""),
  lastModified: z.string().default(""),
  urn: z.string().default(""),
});

/** A role as the API returns it. Where the API says null or nothing, strings are "" and `serviceRoleURNs` is []. */
export type Role = z.output<typeof role>;

/** The whole writable body, since merge or replace is not documented. */
export interface RoleBody {
  id: string;
  name: string;
  description: string;
  serviceRoleURNs: readonly string[];
}

/**
 * `GET`, `POST /roles`, and `GET`, `POST`, `DELETE /roles/{id}`.
 * https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/tag/Roles
 */
export interface Roles {
  /** All roles, the predefined ones too. Iterating throws rather than end early. */
  list(options?: CallOptions): List<Role>;
  /** @throws NotFoundError where the API itself says that it is absent. */
  describe(id: string, options?: CallOptions): Promise<Role>;
  /** @throws UnknownOutcomeError where the write may have had its effect. */
  create(body: RoleBody, options?: CallOptions): Promise<Role>;
  /** @throws UnknownOutcomeError where the write may have had its effect. */
  modify(id: string, body: RoleBody, options?: CallOptions): Promise<Role>;
  /** @throws UnknownOutcomeError where the write may have had its effect. */
  delete(id: string, options?: CallOptions): Promise<void>;
}

export function createRoles(send: Send, walk: ListAll): Roles {
  return {
    list: (options) => walk({ ...options, collection: "roles", item: role }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("roles", id), result: readsObject(role, id) }),
    create: async (body, options) =>
      send({ ...options, method: "POST", path: "/roles", body, result: readsObject(role, body.id) }),
    modify: async (id, body, options) =>
      send({ ...options, method: "POST", path: itemPath("roles", id), body, result: readsObject(role, id) }),
    delete: async (id, options) =>
      send({ ...options, method: "DELETE", path: itemPath("roles", id), result: readsNothing }),
  };
}
