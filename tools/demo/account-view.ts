import type { Store } from "pulumi-cloudone/emulator";

const PREDEFINED = ["full-access", "read-only", "scanner"];

/** The parts of an account that the demo shows. */
export interface AccountView {
  settings: { alias: string; timezone: string; mfaRequired: boolean };
  /** The custom roles, with short forms of their URNs, by role id. */
  roles: Record<string, string[]>;
  /** `<role>, <state>`, by email. */
  users: Record<string, string>;
}

/** Reads the emulator's own store. */
export function viewAccount({ account, roles, users }: Store): AccountView {
  const { alias, timezone, mfaRequired } = account;
  return {
    settings: { alias, timezone, mfaRequired },
    roles: Object.fromEntries(
      [...roles.values()]
        .filter(({ id }) => !PREDEFINED.includes(id))
        .sort((a, b) => a.id.localeCompare(b.id))
        .map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs.map(shortUrn)]),
    ),
    users: Object.fromEntries(
      [...users.values()].map(({ email, roleID, state }) => [email.toLowerCase(), `${roleID}, ${state}`]),
    ),
  };
}

/** The account as a table, with what changed since `before`. */
export function accountTable(now: AccountView, before: AccountView = now): string[] {
  const was = (value: string, old: string | undefined) =>
    old === value ? value : `${value}   (was ${old ?? "absent"})`;
  const row = (name: string, value: string, old: string | undefined) => `${name.padEnd(20)} ${was(value, old)}`;
  const join = (urns: string[] | undefined) => urns?.join(", ");
  return [
    "Settings",
    ...Object.entries(now.settings).map(
      ([key, value]) => `  ${row(key, String(value), String(before.settings[key as keyof AccountView["settings"]]))}`,
    ),
    `Custom roles (besides the predefined ${PREDEFINED.join(", ")})`,
    ...Object.entries(now.roles).map(([id, urns]) => `  ${row(id, join(urns) ?? "", join(before.roles[id]))}`),
    ...Object.keys(before.roles)
      .filter((id) => now.roles[id] === undefined)
      .map((id) => `  ${id.padEnd(20)} gone`),
    "Users",
    ...Object.entries(now.users).map(([email, held]) => `  ${row(email, held, before.users[email])}`),
  ];
}

/** `urn:cloudone:workload:us-1:012345678912:role/read-only` → `workload/read-only` */
function shortUrn(urn: string): string {
  const [, , service, , , role] = urn.split(":");
  return `${service}/${role?.replace(/^role\//, "")}`;
}
