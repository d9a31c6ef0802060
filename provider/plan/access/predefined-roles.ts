/** Roles that every account has and that can be neither changed nor deleted. */
export const PREDEFINED_ROLES: readonly string[] = ["full-access", "read-only", "scanner"];

/** Why such a role is not declared, and what to write instead. */
export function predefined(id: string): string {
  return `a predefined role can be neither changed nor deleted. To give it to someone, write roleId: "${id}" and declare no role for it`;
}
