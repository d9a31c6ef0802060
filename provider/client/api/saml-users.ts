import { z } from "zod";
import type { Send } from "../http/request.js";
import type { SamlUsers } from "./collections.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import { oneLine, oneLineWord } from "./one-line.js";
import type { ListAll } from "./pages.js";
import { readsObject } from "./wire-reader.js";

export const samlUserSchema = lenientObject({
  /** Not among the documented properties; if the API leaves it out, it is the end of the URN. */
  id: z.string().min(1).optional(),
  /** The NameID that the identity provider sends, often an email address. */
  subject: oneLine.default(""),
  /** `urn:cloudone:identity:<region>:<account>:saml-user/<64 hex>`: the identity. */
  urn: z.string().min(1),
  roleID: oneLineWord,
  /** RFC 3339, UTC, like all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
}).transform((user) => ({ ...user, id: user.id ?? idOf(user.urn) }));

export function createSamlUsers(send: Send, walk: ListAll): SamlUsers {
  return {
    list: (options) => walk({ ...options, collection: "saml-users", item: samlUserSchema }),
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("saml-user", id), result: readsObject(samlUserSchema, id) }),
  };
}

function idOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("/") + 1) || urn;
}
