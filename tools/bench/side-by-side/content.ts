import { defaultAccountId } from "pulumi-cloudone/emulator";

/** What is declared for one role; its key is its id. */
interface RoleEntry {
  name: string;
  description: string;
  serviceRoleURNs: string[];
}

export type Roles = Record<string, RoleEntry>;

/** How many roles the phase "ten changes" changes, if there are that many. */
const CHANGES = 10;

/** The roles that every system declares: two URNs and a description of fifty bytes each. */
export function rolesOf(size: number): Roles {
  const urn = (service: string) => `urn:cloudone:${service}:us-1:${defaultAccountId}:role/read-only`;
  return Object.fromEntries(
    Array.from({ length: size }, (_, n) => [
      `role-${n}`,
      {
        name: `Role number ${n}`,
        description: "A description of the role of fifty bytes in length",
        serviceRoleURNs: [urn("workload"), urn("audit")],
      },
    ]),
  );
}

/** The same with a different description in the first ten. */
export function changed(roles: Roles): Roles {
  const entries = Object.entries(roles).map(([id, entry], n): [string, RoleEntry] => [
    id,
    n < CHANGES ? { ...entry, description: "Another description of this role of fifty-one bytes" } : entry,
  ]);
  return Object.fromEntries(entries);
}
