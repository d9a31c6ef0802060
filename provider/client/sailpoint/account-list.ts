import { z } from "zod";
import { reads } from "../api/wire-reader.js";
import { InvalidResponseError } from "../errors/invalid-response-error.js";
import type { Send } from "../http/request.js";
import type { SailPointAccount } from "./account.js";
import { sailPointAccountSchema } from "./account-schema.js";

/** The most that SailPoint returns in one page, and in all pages of one list. */
const MAX_LIMIT = 250;
const MAX_REACH = 10_000;
/** How often in all to read a list that changes while it is read. */
const MAX_WALKS = 3;

export interface AccountQuery {
  /** A filter in SailPoint's syntax, such as `sourceId eq "2c91…" and nativeIdentity eq "ann@example.com"`. @default all accounts */
  filters?: string;
  /** Fields to sort by, such as `name,-created`. @default "id", with which a walk misses nothing */
  sorters?: string;
}

interface Page {
  accounts: SailPointAccount[];
  /** Undefined if SailPoint does not count. */
  total: number | undefined;
}

const accountsOf = reads(z.array(sailPointAccountSchema));

/**
 * The whole list, or a failure. Nothing is returned before the last page has arrived, since objects that come or go between
 * two pages push others out of sight.
 */
export async function listAccounts(send: Send, path: string, query: AccountQuery): Promise<SailPointAccount[]> {
  for (let walk = 1; walk <= MAX_WALKS; walk += 1) {
    const accounts = await walkOnce(send, path, query);
    if (accounts !== undefined) return accounts;
  }
  throw incomplete(path, `it changed under each of ${MAX_WALKS} walks. Run again later, or narrow it with filters`);
}

/**
 * Undefined if the list changed in the meantime. Each page starts with the last account of the previous one: so nothing
 * that came or went before it has pushed anything out of sight.
 */
async function walkOnce(send: Send, path: string, query: AccountQuery): Promise<SailPointAccount[] | undefined> {
  const accounts: SailPointAccount[] = [];
  let total: number | undefined;
  for (;;) {
    if (accounts.length >= MAX_REACH || (total ?? 0) > MAX_REACH) throw tooMany(path, total);
    const last = accounts.at(-1);
    const offset = Math.max(0, accounts.length - 1);
    const page = await onePage(send, path, query, offset, Math.min(MAX_LIMIT, MAX_REACH - offset));
    if (total !== undefined && page.total !== total) return undefined;
    total = page.total;
    if (last !== undefined && page.accounts[0]?.id !== last.id) return undefined;
    const more = last === undefined ? page.accounts : page.accounts.slice(1);
    accounts.push(...more);
    if (accounts.length >= (total ?? Number.POSITIVE_INFINITY)) break;
    if (more.length === 0) {
      if (total !== undefined) return undefined;
      break;
    }
  }
  return new Set(accounts.map(({ id }) => id)).size === accounts.length ? accounts : undefined;
}

async function onePage(send: Send, path: string, query: AccountQuery, offset: number, limit: number): Promise<Page> {
  return send({
    method: "GET",
    path,
    query: {
      filters: query.filters,
      sorters: query.sorters ?? "id",
      limit: String(limit),
      offset: String(offset),
      count: "true",
    },
    result(json, headers) {
      const read = accountsOf(json, headers);
      if ("defect" in read) return read;
      const count = headers["x-total-count"]?.trim() ?? "";
      return { value: { accounts: read.value, total: /^\d+$/.test(count) ? Number(count) : undefined } };
    },
  });
}

function tooMany(path: string, total: number | undefined): InvalidResponseError {
  const found = total === undefined ? `at least ${MAX_REACH}` : String(total);
  return incomplete(
    path,
    `there are ${found} accounts, and SailPoint lists at most ${MAX_REACH}. Narrow it with filters, such as sourceId eq "…"`,
  );
}

function incomplete(path: string, reason: string): InvalidResponseError {
  return new InvalidResponseError(`GET ${path}: the list cannot be read to its end: ${reason}.`, {
    defect: "paging",
    status: 200,
    method: "GET",
    path,
  });
}
