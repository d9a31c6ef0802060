import { z } from "zod";
import { ApiError } from "../errors/api-error.js";
import { InvalidResponseError } from "../errors/invalid-response-error.js";
import type { CallOptions, Send } from "../http/request.js";
import { reads } from "./wire-reader.js";

/**
 * Page sizes to ask for, the largest first: the API's maximum is not published, and a server may honour, clamp or refuse a
 * large one. At the end, the server's own.
 */
const LIMITS = [1000, 100, 50, 25, undefined] as const;

/** A list that goes on longer than this never ends. */
const MAX_PAGES = 10_000;
/** So many pages in a row may show nothing new: objects that come meanwhile push others on to the next page. */
const MAX_REPEATS = 10;

/** Under which names a page may hold its list, where that is not known for sure. */
const LIST_NAMES: Readonly<Record<string, readonly string[]>> = {
  apikeys: ["apikeys", "apiKeys"],
  "saml-users": ["users", "saml-users", "samlUsers"],
};

interface Identified {
  id: string;
}

export interface ListRequest<Item> extends CallOptions {
  /** The last segment of the path: the API keys' list is in a property of another spelling. */
  collection: "users" | "roles" | "apikeys" | "invitations" | "saml-users";
  filter?: Record<string, string | undefined> | undefined;
  item: z.ZodType<Item>;
}

/** A complete list: iterating it walks all its pages, or throws; iterating it again asks again. */
export interface List<Item> extends AsyncIterable<Item> {
  /** The same walk, one page of the server at a time. */
  pages(): AsyncIterable<readonly Item[]>;
}

/** Walks a complete list, page after page. */
export type ListAll = <Item extends Identified>(request: ListRequest<Item>) => List<Item>;

/** What one client has learnt: the size of a page that the server takes, by collection. */
export function createListAll(send: Send): ListAll {
  const accepted = new Map<string, number>();
  return (request) => ({
    pages: () => pages(send, accepted, request),
    async *[Symbol.asyncIterator]() {
      for await (const page of pages(send, accepted, request)) yield* page;
    },
  });
}

async function* pages<Item extends Identified>(send: Send, accepted: Map<string, number>, request: ListRequest<Item>) {
  const { collection } = request;
  const seen = new Set<string>();
  const ids = new Set<string>();
  let repeats = 0;
  let cursor: string | undefined;
  do {
    const page = await onePage(send, accepted, request, cursor);
    yield page.items as readonly Item[];
    cursor = page.next;
    repeats = page.items.length > 0 && page.items.every(({ id }) => ids.has(id)) ? repeats + 1 : 0;
    for (const { id } of page.items) ids.add(id);
    const fault = cursor === undefined ? undefined : endlessness(cursor, seen, repeats);
    if (fault !== undefined) {
      throw new InvalidResponseError(
        `GET /${collection}: the server's list does not end: it gave ${fault}, so the list is incomplete. Report it to the vendor.`,
        { defect: "paging", status: 200, method: "GET", path: `/${collection}` },
      );
    }
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined);
}

function endlessness(cursor: string, seen: ReadonlySet<string>, repeats: number): string | undefined {
  if (seen.has(cursor)) return "a cursor that it gave before";
  if (seen.size >= MAX_PAGES) return `more than ${MAX_PAGES} pages`;
  return repeats >= MAX_REPEATS ? `${repeats} pages in a row without anything new` : undefined;
}

interface Page<Item> {
  items: Item[];
  next: string | undefined;
}

async function onePage<Item>(
  send: Send,
  accepted: Map<string, number>,
  request: ListRequest<Item>,
  cursor: string | undefined,
): Promise<Page<Item>> {
  const { collection, filter, item, queue } = request;
  for (let choice = accepted.get(collection) ?? 0; ; choice += 1) {
    const limit = LIMITS[choice];
    try {
      const page = await send({
        ...(queue === undefined ? {} : { queue }),
        method: "GET",
        path: `/${collection}`,
        query: { ...filter, limit: limit?.toString(), cursor },
        result: reads(pageOf(collection, item)),
      });
      accepted.set(collection, choice);
      return page;
    } catch (error) {
      // A size the server does not take is a 400; so is much else, which fails without a size as well.
      if (!(error instanceof ApiError && error.status === 400) || limit === undefined) throw error;
    }
  }
}

/** `{next?, <list>: []}`. A null list is an empty one (Go servers write it so); an absent one is no list. */
function pageOf<Item>(collection: string, item: z.ZodType<Item>) {
  const list = z.array(item).nullable();
  const read = z.looseObject({ next: z.string().nullish() });
  const names = LIST_NAMES[collection] ?? [collection];
  return read.transform((page, context): Page<Item> => {
    const name = names.find((candidate) => candidate in page) ?? collection;
    const items = list.safeParse(page[name]);
    if (!items.success) {
      for (const issue of items.error.issues) {
        context.addIssue({ code: "custom", message: issue.message, path: [name, ...issue.path] });
      }
      return z.NEVER;
    }
    return { items: items.data ?? [], next: page.next || undefined };
  });
}
