import { z } from "zod";
import type { CallOptions, Send } from "../http/request.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import type { List, ListAll } from "./pages.js";
import { readsObject } from "./wire-reader.js";

const samlUser = lenientObject({
  /** Not among the documented properties; where the API leaves it out, it is the end of the URN. */
  id: z.string().min(1).optional(),
  /** The NameID that the identity provider sends, often an email address. */
  subject: z.string().default(""),
  /** `urn:cloudone:identity:<region>:<account>:saml-user/<64 hex>`: the identity. */
  urn: z.string().min(1),
  roleID: z.string().min(1),
  /** RFC 3339, UTC, as all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
}).transform((user) => ({ ...user, id: user.id ?? idOf(user.urn) }));

/**
 * A person who signs in by SSO, as the API returns them, with the `id` that describes them. They have no state and no email.
 * Where the API says null or nothing, `subject` is "".
 */
export type SamlUser = z.output<typeof samlUser>;

/** `GET /saml-users` and `GET /saml-user/{id}`, on the host of `samlBaseUrl`. Nothing writes to these people. */
export interface SamlUsers {
  /** All people who sign in by SSO. Iterating throws rather than end early. */
  list(options?: CallOptions): List<SamlUser>;
  /** @throws NotFoundError where the API itself says that they are absent. */
  describe(id: string, options?: CallOptions): Promise<SamlUser>;
}

export function createSamlUsers(send: Send, walk: ListAll): SamlUsers {
  return {
    list: (options) => walk({ ...options, collection: "saml-users", item: samlUser }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("saml-user", id), result: readsObject(samlUser, id) }),
  };
}

function idOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("/") + 1) || urn;
}
