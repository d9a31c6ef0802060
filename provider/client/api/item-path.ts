/**
 * The path of one object, its id percent-encoded.
 * @throws TypeError if the id would address the collection or something else.
 */
export function itemPath(collection: string, id: string): string {
  if (id.trim() === "") throw new TypeError(`An id is missing: /${collection}/ would address the whole list.`);
  // A URL drops dot segments, so /users/.. would be another resource.
  if (id === "." || id === ".." || !id.isWellFormed()) {
    throw new TypeError(`${JSON.stringify(id)} cannot be an id in /${collection}/.`);
  }
  return `/${collection}/${encodeURIComponent(id)}`;
}
