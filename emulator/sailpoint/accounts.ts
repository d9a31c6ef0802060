import { type Context, Hono } from "hono";
import { unknownFields } from "../cloudone/to-wire.js";
import type { Switches } from "../switch-positions.js";
import type { SailPointAccount } from "./account-object.js";
import type { SailPointContext, SailPointEnv } from "./context.js";
import { parseFilters, parseSorters } from "./filters.js";
import { SailPointRefusal } from "./refusal.js";

const MAX_LIMIT = 250;
const MAX_REACH = 10_000;
const PARAMETERS = ["filters", "sorters", "limit", "offset", "count", "detailLevel"];
const FIELDS = [
  ...["name", "sourceId", "sourceName", "identityId", "attributes", "authoritative", "description"],
  ...["nativeIdentity", "uuid"],
];

/** Accounts: list, describe. */
export function sailPointAccounts({ tenant, switches }: SailPointContext): Hono<SailPointEnv> {
  return new Hono<SailPointEnv>()
    .get("/", (c) => {
      const unknown = Object.keys(c.req.query()).find((name) => !PARAMETERS.includes(name));
      if (unknown !== undefined) throw new SailPointRefusal(400, `There is no parameter ${unknown}.`);
      const limit = whole(c, "limit", MAX_LIMIT);
      const offset = whole(c, "offset", 0);
      if (limit > MAX_LIMIT) throw new SailPointRefusal(400, `limit must be at most ${MAX_LIMIT}.`);
      if (offset + limit > MAX_REACH) throw new SailPointRefusal(400, `offset + limit must be at most ${MAX_REACH}.`);
      const fitting = [...tenant.accounts.values()].filter(parseFilters(c.req.query("filters")));
      const sorted = fitting.sort(parseSorters(c.req.query("sorters")));
      const { sailPointPastTheEnd, sailPointPageCap } = switches;
      if (offset > 0 && offset >= sorted.length && sailPointPastTheEnd !== "empty") {
        throw new SailPointRefusal(sailPointPastTheEnd, "The offset is past the end of the list.");
      }
      if (c.req.query("count") === "true" && switches.sailPointTotalCount) {
        c.header("X-Total-Count", String(sorted.length));
      }
      const page = sorted.slice(offset, offset + Math.min(limit, sailPointPageCap));
      return c.json(page.map((account) => toWire(account, switches)));
    })
    .get("/:id", (c) => {
      const account = tenant.accounts.get(c.req.param("id"));
      if (account === undefined) {
        throw new SailPointRefusal(404, "The server did not find a current representation for the target resource.");
      }
      return c.json(toWire(account, switches));
    });
}

function whole(c: Context, name: string, otherwise: number): number {
  const text = c.req.query(name) ?? String(otherwise);
  if (!/^\d+$/.test(text)) throw new SailPointRefusal(400, `${name} must be a whole number.`);
  return Number(text);
}

function toWire(account: SailPointAccount, switches: Switches): object {
  const { sailPointNulls, sailPointTimes } = switches;
  const times = sailPointTimes === "true" ? { created: true, modified: true } : {};
  const nulls = sailPointNulls ? Object.fromEntries(FIELDS.map((field) => [field, null])) : {};
  return { ...nulls, ...account, ...times, ...(switches.unknownFields && unknownFields) };
}
