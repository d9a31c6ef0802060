import type { Context } from "hono";
import { randomUuid } from "../random-uuid.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { type Cursor, decodeCursor, encodeCursor } from "./cursor.js";
import { indexAfter, inOrder } from "./list-order.js";
import { type ListParameter, readListQuery } from "./list-query.js";
import type { ListKind } from "./store.js";
import { unknownFields } from "./to-wire.js";

/** What distinguishes one list from another. */
interface ListOf<T> {
  kind: ListKind;
  /** The page's property that holds the objects. */
  property: string;
  accepts: readonly ListParameter[];
  live: ReadonlyMap<string, T>;
  includes?: (object: T) => boolean;
  toWire: (object: T) => object;
}

/** Responds with one page of a list. */
export function listPage<T extends { id: string; created: string; roleID?: string }>(
  c: Context<CloudOneEnv>,
  { switches, lag, random }: CloudOneContext,
  { kind, property, accepts, live, includes = () => true, toWire }: ListOf<T>,
): Response {
  const tenant = c.get("tenant");
  const paged = accepts.includes("cursor");
  const { limit, cursor, roleID } = readListQuery(c, accepts, switches);
  const walk = `${tenant.account.id} ${kind} ${roleID ?? ""}`;
  const start: Cursor = { walk, order: switches.listOrder, shuffle: randomUuid(random), after: "", seen: 0 };
  const from = cursor === undefined ? start : decodeCursor(cursor, walk);

  const isListed = ({ object }: { object: T }) =>
    includes(object) && (roleID === undefined || object.roleID === roleID);
  const sorted = inOrder(lag.view(tenant, kind, live), live, from);
  const isStable = switches.pageShift === "stable";
  const rest = isStable
    ? firstOf(sorted, indexAfter(sorted, from.after), paged ? limit + 1 : sorted.length, isListed)
    : sorted.filter(isListed).slice(from.seen);
  const page = paged ? rest.slice(0, limit) : rest;
  const last = page.at(-1);
  const next =
    last && page.length < rest.length
      ? encodeCursor({ ...from, after: last.key, seen: from.seen + page.length })
      : { absent: undefined, empty: "", null: null }[switches.endOfList];

  return c.json({
    ...(next !== undefined && { next }),
    [property]: page.map(({ object }) => toWire(object)),
    ...(switches.unknownFields && unknownFields),
  });
}

/** The first `count` matching items from an index on. */
function firstOf<T>(items: readonly T[], start: number, count: number, isMatch: (item: T) => boolean): T[] {
  const found: T[] = [];
  for (let n = start; n < items.length && found.length < count; n++) {
    const item = items[n] as T;
    if (isMatch(item)) found.push(item);
  }
  return found;
}
