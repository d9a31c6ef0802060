import { z } from "zod";
import type { Send } from "../http/request.js";
import type { Invitations } from "./collections.js";
import { lenientObject } from "./lenient-object.js";
import { oneLineWord } from "./one-line.js";
import type { ListAll } from "./pages.js";
import { reads } from "./wire-reader.js";

export const invitationSchema = lenientObject({
  id: z.string().min(1),
  email: oneLineWord,
  roleID: oneLineWord,
  /** `invited` is the only documented one. */
  state: oneLineWord,
  /** RFC 3339, UTC, like all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
  expiry: z.string().optional(),
  lastSent: z.string().optional(),
  urn: z.string().optional(),
});

export function createInvitations(send: Send, walk: ListAll): Invitations {
  return {
    list: (options) => walk({ ...options, collection: "invitations", item: invitationSchema }),
    create: async (body, options) =>
      send({ ...options, method: "POST", path: "/invitations", body, result: reads(invitationSchema) }),
  };
}
