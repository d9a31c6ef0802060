/**
 * Whether a path matches a pattern, segment by segment; `*` or `{id}` stands for any one segment.
 * A leading `/api` is ignored on both sides, so that `/users/*` and `/api/users/*` mean the same.
 */
export function matchesRoute(pattern: string, path: string): boolean {
  const wanted = segments(pattern);
  const given = segments(path);
  return wanted.length === given.length && wanted.every((part, index) => isWildcard(part) || part === given[index]);
}

function segments(path: string): string[] {
  return path.replace(/^\/api(?=\/|$)/, "").split("/");
}

function isWildcard(part: string): boolean {
  return part === "*" || /^\{\w+\}$/.test(part);
}
