import type { Context } from "hono";
import type { Switches } from "../switch-positions.js";
import { Refusal } from "./refusal.js";

const defaultLimit = 25;

/** The query parameters that a list understands. */
export type ListParameter = "cursor" | "limit" | "roleID";

/** The query of a list request. */
interface ListQuery {
  limit: number;
  cursor: string | undefined;
  roleID: string | undefined;
}

/** Checks a list's query; refuses with 400 what the vendor rejects. */
export function readListQuery(c: Context, accepts: readonly ListParameter[], switches: Switches): ListQuery {
  const given = c.req.query();
  const unknown = Object.keys(given).filter((name) => !accepts.some((accepted) => accepted === name));
  if (unknown.length > 0 && switches.unknownQuery === "rejected") {
    throw new Refusal(400, `This list has no query parameter ${unknown.join(", ")}.`);
  }
  const { cursor, limit, roleID } = Object.fromEntries(accepts.map((name) => [name, given[name]]));
  if (roleID !== undefined && !/^[a-z0-9-]+$/.test(roleID)) {
    throw new Refusal(400, "roleID must be lower-case letters, digits and hyphens.");
  }
  return { limit: readLimit(limit, switches), cursor: cursor || undefined, roleID };
}

function readLimit(text: string | undefined, { maxLimit, largeLimit }: Switches): number {
  if (text === undefined) return Math.min(defaultLimit, maxLimit);
  if (!/^-?\d+$/.test(text)) throw new Refusal(400, "limit must be a whole number.");
  const limit = Number(text);
  if (limit < 0) throw new Refusal(400, "limit must not be negative.");
  if (limit > maxLimit && largeLimit === "reject") throw new Refusal(400, `limit must not exceed ${maxLimit}.`);
  return Math.min(limit || defaultLimit, maxLimit);
}
