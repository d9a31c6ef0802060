import type { Seed } from "../../../emulator/index.js";
import { createCloudOneClient, RateLimiter } from "../../../provider/client/index.js";
import { ACCOUNT, API_KEY, World } from "../../doubles/world.js";

export const USER = "cc401d8f-7920-4d03-9e48-ce8ef79b4835";
const URN = `urn:cloudone:application:us-1:${ACCOUNT}:role/full-access`;
const seed: Seed = {
  account: { alias: "Trend Micro Cloud One", timezone: "America/Toronto", region: "ca-1", mfaRequired: true },
  roles: [{ id: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [URN] }],
  users: [
    { id: USER, name: "Jon Smith", email: "user.one@example.com", roleID: "full-access", timezone: "America/Toronto" },
    { email: "user.two@example.com", roleID: "read-only" },
  ],
};

/** An account as on the vendor's pages, and a client for it. */
export function open() {
  const world = new World({ seed });
  const client = createCloudOneClient(
    { apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api", deadlineSeconds: 60 },
    {
      clock: world.clock,
      random: () => 0.5,
      transport: world.transport,
      rateLimiter: new RateLimiter({ clock: world.clock }),
    },
  );
  return { world, client, last: () => world.emulator.requests.at(-1) };
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export const role = { name: "Auditors", description: "Read", serviceRoleURNs: [URN] };
export const account = { alias: "A", locale: "en", timezone: "UTC", region: "ca-1", mfaRequired: false };
