import { Hono } from "hono";
import { type Clock, systemClock } from "./clock.js";
import { cloudOneApp } from "./cloudone/app.js";
import type { CloudOneContext } from "./cloudone/context.js";
import { createEdits } from "./cloudone/edits.js";
import { ListLag } from "./cloudone/list-lag.js";
import { populate } from "./cloudone/populate.js";
import { controlApp } from "./control.js";
import type { Emulator } from "./emulator.js";
import { Faults } from "./faults.js";
import { RequestLog } from "./request-log.js";
import { requireNode } from "./require-node.js";
import { sailPointApp } from "./sailpoint/app.js";
import { createSailPointEdits } from "./sailpoint/edits.js";
import { SailPointTenant } from "./sailpoint/tenant.js";
import { fillSeed } from "./seed.js";
import type { Seed } from "./seed-input.js";
import { takeSnapshot } from "./snapshot.js";
import type { Switches } from "./switch-positions.js";
import { checkSwitches, defaultSwitches } from "./switches.js";

/** How to create an emulator. */
export interface EmulatorOptions {
  /** What the emulator starts with. @default an account with predefined roles and the demo key */
  seed?: Seed | undefined;
  /** Positions of switches; they override the seed's. */
  switches?: Partial<Switches> | undefined;
  /** The source of time. @default the machine's clock */
  clock?: Clock | undefined;
  /** The source of ids and shuffles: numbers in [0, 1). @default Math.random */
  random?: (() => number) | undefined;
}

/**
 * Creates a stateful Cloud One server that is not listening.
 *
 * @example
 * const emulator = createEmulator({ seed: { users: [{ email: "jo@example.com", roleID: "read-only" }] } });
 * const response = await emulator.app.fetch(new Request("http://localhost/api/users", { headers }));
 *
 * @throws SeedError if the seed is impossible.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  requireNode();
  const { clock = systemClock, random = Math.random } = options;
  const seed = fillSeed(options.seed === undefined ? {} : options.seed);
  const switches: Switches = Object.assign(defaultSwitches(), seed.switches, checkSwitches(options.switches ?? {}));
  const { store, credentials } = populate(seed, { clock, random, invitationDays: switches.invitationDays });
  const log = new RequestLog();
  const faults = new Faults();
  const lag = new ListLag(switches, clock);
  const context: CloudOneContext = { store, credentials, switches, faults, log, lag, clock, random };
  const tenant = new SailPointTenant(seed.sailpoint, clock, random);
  const editOf = (accountId?: string) =>
    createEdits(store.of(accountId), {
      clock,
      random,
      credentials,
      invitationDays: () => switches.invitationDays,
      keepsAccepted: () => switches.acceptedInvitations === "listed",
    });

  // Only a dead connection reaches the outermost app, and the caller must see the error.
  const app = new Hono().onError((error) => {
    throw error;
  });
  const emulator: Emulator = {
    app,
    store,
    requests: log.entries,
    writes: () => log.writes(),
    clearRequests: () => log.clear(),
    edit: editOf(),
    editOf,
    sailpoint: { accounts: tenant.accounts, edit: createSailPointEdits(tenant, clock) },
    faults,
    switches,
    snapshot: () => takeSnapshot(store),
  };
  app.route("/api", cloudOneApp(context));
  app.route("/sailpoint", sailPointApp({ tenant, switches, faults, log, clock, random }));
  app.route("/_emulator", controlApp(emulator));
  return emulator;
}
