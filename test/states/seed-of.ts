import type { TenantSnapshot } from "../../emulator/index.js";

/** The seed of an account like the one that a stored set was written from, with valid invitations. */
export function seedOf({ account, roles, users, invitations }: TenantSnapshot) {
  const { id, alias, locale, timezone, region, mfaRequired, created } = account;
  return {
    account: { id, alias, locale, timezone, region, mfaRequired, created },
    roles: Object.values(roles).map(({ id, name, description, serviceRoleURNs, created }) => ({
      id,
      name: name ?? undefined,
      description: description ?? undefined,
      serviceRoleURNs: [...serviceRoleURNs],
      created,
    })),
    users: Object.values(users).map(({ id, email, roleID, name, locale, timezone, state, mfaEnabled, created }) => ({
      id,
      email,
      roleID,
      name,
      locale,
      timezone,
      state,
      mfaEnabled,
      created,
    })),
    invitations: Object.values(invitations).map(({ id, email, roleID, created }) => ({
      id,
      email,
      roleID,
      created,
      expiry: "2999-01-01T00:00:00Z",
    })),
  };
}
