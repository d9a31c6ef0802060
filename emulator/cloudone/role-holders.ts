import type { Tenant } from "./store.js";

/**
 * The holders of a role: users (even disabled ones), API keys, pending invitations and people who sign in by SSO, each by the
 * name that people use.
 */
export function roleHolders({ users, apiKeys, invitations, samlUsers }: Tenant, roleID: string): string[] {
  const named = <T extends { roleID: string }>(objects: Map<string, T>, name: (object: T) => string) =>
    [...objects.values()].filter((object) => object.roleID === roleID).map(name);
  return [
    ...named(users, ({ email }) => `user ${email}`),
    ...named(apiKeys, ({ id }) => `API key ${id}`),
    ...named(
      new Map([...invitations].filter(([, { state }]) => state === "invited")),
      ({ email }) => `invitation ${email}`,
    ),
    ...named(samlUsers, ({ subject }) => `SAML user ${subject}`),
  ];
}
