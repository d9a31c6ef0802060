import { z } from "zod";
import type { ResultReader, Send } from "../http/request.js";
import type { Accounts } from "./collections.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import { notingUnread } from "./unread.js";
import { readsObject } from "./wire-reader.js";

export const accountSchema = lenientObject({
  /** 12 digits. */
  id: z.string().min(1),
  alias: z.string().default(""),
  locale: z.string().default(""),
  timezone: z.string().default(""),
  /** The account is locked to it. */
  region: z.string().default(""),
  /** `active`, or `suspended` for 30 days before it is deleted. */
  state: z.string().min(1),
  mfaRequired: z.boolean().default(false),
  /** RFC 3339, UTC, like all times here. */
  created: z.string().optional(),
  lastEntitlement: z.string().optional(),
  lastModified: z.string().optional(),
  urn: z.string().default(""),
  links: z.array(z.unknown()).optional(),
});

const readsAccount = (id: string) =>
  notingUnread(readsObject(accountSchema, id), ["alias", "locale", "timezone", "region", "mfaRequired"]);

/** The response does not matter: reading the account shows the outcome. */
const readsMessage: ResultReader<{ message: string }> = (json) => {
  const parsed = z.looseObject({ message: z.string() }).safeParse(json);
  return { value: { message: parsed.success ? parsed.data.message : "" } };
};

export function createAccounts(send: Send): Accounts {
  return {
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("accounts", id), result: readsAccount(id) }),
    modify: async (id, body, options) =>
      send({ ...options, method: "POST", path: itemPath("accounts", id), body, result: readsAccount(id) }),
    delete: async (id, options) =>
      send({ ...options, method: "DELETE", path: itemPath("accounts", id), result: readsMessage }),
  };
}
