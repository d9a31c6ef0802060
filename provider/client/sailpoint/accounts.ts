import { itemPath } from "../api/item-path.js";
import { readsObject } from "../api/wire-reader.js";
import type { Send } from "../http/request.js";
import type { SailPointAccount } from "./account.js";
import { type AccountQuery, listAccounts } from "./account-list.js";
import { sailPointAccountSchema } from "./account-schema.js";

/**
 * `GET /accounts/v1` and `GET /accounts/v1/{id}`, or the same in an older version.
 * https://developer.sailpoint.com/docs/api/v3/list-accounts
 */
export interface SailPointAccounts {
  /**
   * All matching accounts, at most 10,000. The first one comes when the last page has arrived; a list that cannot be read to
   * its end throws and returns none.
   */
  list(query?: AccountQuery): AsyncIterable<SailPointAccount>;
  /** @throws NotFoundError if SailPoint itself says that it has no such account. */
  describe(id: string): Promise<SailPointAccount>;
}

export function createAccounts(send: Send, path: string): SailPointAccounts {
  return {
    list: (query = {}) => ({
      async *[Symbol.asyncIterator]() {
        if (query.filters?.trim() === "") throw new TypeError("filters is empty: leave it out to list all accounts.");
        yield* await listAccounts(send, path, query);
      },
    }),
    describe: async (id) =>
      send({ method: "GET", path: itemPath(path.slice(1), id), result: readsObject(sailPointAccountSchema, id) }),
  };
}
