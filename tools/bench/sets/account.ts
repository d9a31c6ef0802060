import { defaultAccountId, demoApiKeyId, demoApiKeySecret, type RunningEmulator } from "pulumi-cloudone/emulator";

export const API_KEY = `${demoApiKeyId}:${demoApiKeySecret}`;

interface RoleEntry {
  name: string;
  description: string;
  serviceRoleURNs: string[];
}

/** What two programs declare, the second with some changes, and the users the account starts with. */
export interface Account {
  roles: Record<string, RoleEntry>;
  users: Record<string, string>;
  changed: Record<string, string>;
  seed: { users: { email: string; roleID: string }[] };
  changes: number;
}

export function accountOf(roleCount: number, userCount: number, changes: number): Account {
  const urn = (service: string) => `urn:cloudone:${service}:us-1:${defaultAccountId}:role/read-only`;
  const pad = (n: number) => String(n).padStart(5, "0");
  const roles: Account["roles"] = {};
  for (let n = 0; n < roleCount; n++) {
    roles[`team-${pad(n)}-reader`] = {
      name: `Team ${pad(n)} reader`,
      description: `What team ${pad(n)} may read, and nothing else`,
      serviceRoleURNs: [urn("workload"), urn("audit")],
    };
  }
  const ids = Object.keys(roles);
  const roleOf = (n: number) => ids[n % ids.length] ?? "read-only";
  const email = (n: number) => `firstname.lastname${pad(n)}@example.com`;
  const users: Account["users"] = {};
  const changed: Account["users"] = {};
  for (let n = 0; n < userCount; n++) {
    users[email(n)] = roleOf(n);
    changed[email(n)] = roleOf(n < changes ? n + 1 : n);
  }
  const seed = { users: Object.keys(users).map((address) => ({ email: address, roleID: "read-only" })) };
  return { roles, users, changed, seed, changes };
}

/** The requests since the last call, by method and route, as one line. */
export function routes({ emulator }: RunningEmulator): { line: string; count: number } {
  const counts = new Map<string, number>();
  for (const { method, path } of emulator.requests) {
    const [, kind = "", id] = path.split("/");
    const route = `${method} /${kind}${id === undefined ? "" : "/{id}"}`;
    counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  const count = emulator.requests.length;
  emulator.clearRequests();
  return { line: [...counts].map(([route, n]) => `${n} × ${route}`).join(", ") || "none", count };
}

export const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
