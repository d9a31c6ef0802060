/** Names everyone who becomes an admin because a role gains the identity service's full access. */
export function describeNewAdmins(roleId: string, holders: readonly string[]): string {
  const who =
    holders.length > 0 ? `makes admins of: ${holders.toSorted().join(", ")}` : "makes admins of all who get it";
  return `role ${roleId} would come to hold the identity service's full access, which ${who}`;
}
