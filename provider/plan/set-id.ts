import { OBJECTS } from "./objects.js";

type Collection = "roles" | "users";

const COLLECTIONS: readonly string[] = Object.values(OBJECTS).flatMap((row) =>
  "collection" in row ? row.collection : [],
);

/** The id of a set, such as `roles/012345678912/0a1b2c3d`: permanent. It ends in 8 hexadecimal digits. */
export function setId(collection: Collection, accountId: string, digits: string): string {
  return `${collection}/${accountId}/${digits}`;
}

/** The parts of a set's id; undefined for every other id. */
export function parseSetId(id: string): { collection: Collection; accountId: string } | undefined {
  const [, collection, accountId] = /^(\w+)\/(\d{12})\/[0-9a-f]{8}$/.exec(id) ?? [];
  return isCollection(collection) && accountId !== undefined ? { collection, accountId } : undefined;
}

function isCollection(text: string | undefined): text is Collection {
  return text !== undefined && COLLECTIONS.includes(text);
}

/** The account that the id of a set names, if only a faulty one: it has to be that of the key. */
export function accountOfSet(id: string | undefined): string | undefined {
  return id?.split("/")[1];
}
