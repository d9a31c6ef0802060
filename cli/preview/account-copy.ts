import { setImmediate } from "node:timers/promises";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import type { ApiKey, Invitation, Role, SamlUser, User } from "../../provider/client/index.js";
import { RateLimiter, type Transport } from "../../provider/client/index.js";
import type { Config } from "../../provider/config/config.js";
import type { Log } from "../../provider/session/log.js";
import { Session } from "../../provider/session/session.js";

/** The account as it was read. */
export interface LiveAccount {
  id: string;
  region: string;
  roles: readonly Role[];
  users: readonly User[];
  apiKeys: readonly ApiKey[];
  invitations: readonly Invitation[];
  /** Undefined if they are not counted. */
  samlUsers: readonly SamlUser[] | undefined;
}

/** The key with which a run on the copy writes; no report shows it. */
export const COPY_KEY = "foretelling-on-a-copy";

/**
 * A copy of the account in this process's memory, on which an update can be carried out: no request leaves the process.
 */
export class AccountCopy {
  readonly emulator: Emulator;
  #now: number;

  constructor(live: LiveAccount, now: number) {
    this.#now = now;
    this.emulator = createEmulator({
      seed: { account: { id: live.id, region: live.region }, apiKeys: [{ id: COPY_KEY, secret: COPY_KEY }] },
      clock: this.#clock,
      switches: { samlUsersHoldRoles: true, maxLimit: 1000 },
    });
    const { store } = this.emulator;
    const time = new Date(now).toISOString();
    const written = { created: time, lastModified: time };
    for (const role of live.roles) {
      const { id, name, urn } = role;
      const serviceRoleURNs = [...role.serviceRoleURNs];
      store.roles.set(id, { ...written, id, name, urn, serviceRoleURNs, description: role.description ?? "" });
    }
    const person = { locale: "en", timezone: "UTC", lastActivity: time, ...written };
    for (const user of live.users) {
      // A state that only the vendor sets is kept as it is.
      const state = user.state as "enabled";
      const { id, name, email, roleID, urn } = user;
      store.users.set(id, { ...person, id, name, email, roleID, urn, mfaEnabled: user.mfaEnabled === true, state });
    }
    for (const { id, alias, roleID, urn, enabled } of live.apiKeys) {
      const limits = { description: "", allowedIPs: [], allowedCIDRs: [] };
      store.apiKeys.set(id, { ...person, ...limits, id, alias: alias ?? "", roleID, urn, enabled: enabled !== false });
    }
    for (const { id, email, roleID, urn, expiry } of live.invitations) {
      store.invitations.set(id, {
        ...written,
        id,
        email,
        roleID,
        urn: urn ?? "",
        expiry: expiry ?? "",
        lastSent: time,
        state: "invited",
      });
    }
    for (const { id, subject, roleID, urn } of live.samlUsers ?? []) {
      store.samlUsers.set(id, { ...written, id, subject: subject ?? "", roleID, urn });
    }
  }

  /** A provider process on the copy, with the guards of the stack. */
  session({ guard, guardBounds }: Pick<Config, "guard" | "guardBounds">, log: Log, hasSamlUsers: boolean): Session {
    return new Session(
      {
        apiKey: `${COPY_KEY}:${COPY_KEY}`,
        baseUrl: "http://127.0.0.1:1/api",
        readOnly: false,
        samlUsers: hasSamlUsers ? "auto" : "off",
        ...(guard !== undefined && { guard }),
        ...(guardBounds !== undefined && { guardBounds }),
      },
      log,
      { clock: this.#clock, transport: this.#transport, rateLimiter: new RateLimiter({ clock: this.#clock }) },
    );
  }

  /** Nothing waits in a copy. */
  readonly #clock = {
    now: () => this.#now,
    sleep: async (milliseconds: number) => {
      this.#now += milliseconds;
    },
  };

  readonly #transport: Transport = async ({ method, url, headers, body }) => {
    // Otherwise a whole run is one turn of the event loop, and no signal gets through.
    await setImmediate();
    const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
    const response = await this.emulator.app.fetch(request);
    // The log of all requests would only take memory.
    this.emulator.clearRequests();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}
