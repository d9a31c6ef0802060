import { z } from "zod";
import type { CallOptions, ResultReader, Send } from "../http/request.js";
import { itemPath } from "./item-path.js";
import { lenientObject } from "./lenient-object.js";
import { readsObject } from "./wire-reader.js";

const account = lenientObject({
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
  /** RFC 3339, UTC, as all times here. */
  created: z.string().optional(),
  lastEntitlement: z.string().optional(),
  lastModified: z.string().optional(),
  urn: z.string().default(""),
  links: z.array(z.unknown()).optional(),
});

/** An account as the API returns it. Where the API says null or nothing: `alias`, `locale`, `timezone`, `region`, `urn` are "", `mfaRequired` is false. */
export type Account = z.output<typeof account>;

/** The whole writable body, since merge or replace is not documented. */
export interface AccountBody {
  alias: string;
  locale: string;
  timezone: string;
  region: string;
  mfaRequired: boolean;
}

/**
 * `GET`, `POST`, `DELETE /accounts/{id}`.
 * https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/tag/Accounts
 */
export interface Accounts {
  /** @throws NotFoundError where the API itself says that it is absent. */
  describe(id: string, options?: CallOptions): Promise<Account>;
  /** @throws UnknownOutcomeError where the write may have had its effect. */
  modify(id: string, body: AccountBody, options?: CallOptions): Promise<Account>;
  /**
   * Suspends the account; the vendor deletes it after 30 days. `message` is what the API says about it, "" where it says
   * nothing. Only an account that reads `suspended` is proven to be.
   */
  delete(id: string, options?: CallOptions): Promise<{ message: string }>;
}

/** Whatever the answer is, the account tells what has become of it. */
const readsMessage: ResultReader<{ message: string }> = (json) => {
  const said = z.looseObject({ message: z.string() }).safeParse(json);
  return { value: { message: said.success ? said.data.message : "" } };
};

export function createAccounts(send: Send): Accounts {
  return {
    describe: async (id, options) =>
      send({ ...options, method: "GET", path: itemPath("accounts", id), result: readsObject(account, id) }),
    modify: async (id, body, options) =>
      send({ ...options, method: "POST", path: itemPath("accounts", id), body, result: readsObject(account, id) }),
    delete: async (id, options) =>
      send({ ...options, method: "DELETE", path: itemPath("accounts", id), result: readsMessage }),
  };
}
