import { z } from "zod";
import { InvalidResponseError } from "../errors/invalid-response-error.js";
import type { CallOptions, Send } from "../http/request.js";
import type { List } from "./collections.js";
import type { PageSizes } from "./page-sizes.js";
import { reads } from "./wire-reader.js";

/** A longer list counts as endless. */
const MAX_PAGES = 10_000;
/** This many pages in a row may show nothing new: new objects push others on to the next page. */
const MAX_REPEATS = 10;

/** The properties that may hold the list in a page, if that is not certain. */
const LIST_NAMES: Readonly<Record<string, readonly string[]>> = {
  apikeys: ["apikeys", "apiKeys"],
  "saml-users": ["users", "saml-users", "samlUsers"],
};

interface Identified {
  id: string;
}

interface ListRequest<Item> extends CallOptions {
  /** The last segment of the path; the property with the API keys' list is spelled differently. */
  collection: "users" | "roles" | "apikeys" | "invitations" | "saml-users";
  filter?: Record<string, string | undefined> | undefined;
  item: z.ZodType<Item>;
}

/** Reads a complete list, page by page. */
export type ListAll = <Item extends Identified>(request: ListRequest<Item>) => List<Item>;

export function createListAll(send: Send, sizes: PageSizes): ListAll {
  return (request) => ({
    pages: () => pages(send, sizes, request),
    async *[Symbol.asyncIterator]() {
      for await (const page of pages(send, sizes, request)) yield* page;
    },
  });
}

async function* pages<Item extends Identified>(send: Send, sizes: PageSizes, request: ListRequest<Item>) {
  const { collection } = request;
  const seen = new Set<string>();
  const ids = new Set<string>();
  let repeats = 0;
  let cursor: string | undefined;
  do {
    const page = await onePage(send, sizes, request, cursor);
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
  sizes: PageSizes,
  { collection, filter, item, queue }: ListRequest<Item>,
  cursor: string | undefined,
): Promise<Page<Item>> {
  return sizes.ask(collection, (limit) =>
    send({
      ...(queue === undefined ? {} : { queue }),
      method: "GET",
      path: `/${collection}`,
      query: { ...filter, limit: limit?.toString(), cursor },
      result: reads(pageOf(collection, item)),
    }),
  );
}

/**
 * `{next?, <list>: []}`. A null list is an empty one (Go servers write it like that), unless the body says something else too;
 * an absent one is not a list.
 */
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
    const objection = items.data?.length ? undefined : objectionTo(page, name);
    if (objection !== undefined) {
      context.addIssue({ code: "custom", message: objection, path: [name] });
      return z.NEVER;
    }
    return { items: items.data ?? [], next: page.next || undefined };
  });
}

/** Why an empty list may not really be empty: a disguised error must not free a role that someone holds. */
function objectionTo(page: Record<string, unknown>, name: string): string | undefined {
  const others = Object.entries(page).filter(([key, value]) => key !== name && key !== "next" && says(value));
  const telling = page[name] === null ? others : others.filter(([key]) => key === "message");
  const [first] = telling;
  if (first === undefined) return undefined;
  const [key, value] = first;
  return `it is empty, but the response says ${key}: ${JSON.stringify(value)}`;
}

/** Whether a value says anything: null, "", 0, false, and empty lists and objects do not. */
function says(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
