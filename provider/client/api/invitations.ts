import { z } from "zod";
import type { CallOptions, Send } from "../http/request.js";
import { lenientObject } from "./lenient-object.js";
import type { List, ListAll } from "./pages.js";
import { reads } from "./wire-reader.js";

const invitation = lenientObject({
  id: z.string().min(1),
  email: z.string().min(1),
  roleID: z.string().min(1),
  /** `invited` is the one that is documented. */
  state: z.string().min(1),
  /** RFC 3339, UTC, as all times here. */
  created: z.string().optional(),
  lastModified: z.string().optional(),
  expiry: z.string().optional(),
  lastSent: z.string().optional(),
  urn: z.string().optional(),
});

/** An invitation as the API returns it. */
export type Invitation = z.output<typeof invitation>;

export interface InvitationBody {
  email: string;
  roleID: string;
}

/** `GET` and `POST /invitations`. The API has no call to withdraw one. */
export interface Invitations {
  /** All invitations. Iterating throws rather than end early. */
  list(options?: CallOptions): List<Invitation>;
  /** Sends a mail to the address. @throws UnknownOutcomeError where it may have been sent. */
  create(body: InvitationBody, options?: CallOptions): Promise<Invitation>;
}

export function createInvitations(send: Send, walk: ListAll): Invitations {
  return {
    list: (options) => walk({ ...options, collection: "invitations", item: invitation }),
    create: async (body, options) =>
      send({ ...options, method: "POST", path: "/invitations", body, result: reads(invitation) }),
  };
}
