import type { SamlUsersMode } from "../../../provider/config/saml-users-mode.js";
import type { Guard } from "../../../provider/plan/guard/guard.js";
import { Crashed, type Declaration, RunFailed, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";
import type { Chance } from "../chance.js";
import { KINDS, type Kinds } from "../kinds.js";
import type { Defect } from "./defects.js";
import { type Invariant, type Violation, violationsOf } from "./invariants.js";
import { isSet } from "./members.js";
import { withSiblings } from "./program-sets.js";
import { type ProcessPlan, ProviderProcess } from "./provider-process.js";
import type { RunRecord } from "./run-record.js";
import { drawSeed, OTHER_KEY } from "./scene.js";
import { drawSamlUsersMode, drawSwitches } from "./switches.js";

export const HOUR_MS = 3_600_000;
const START_MS = 5000;

/** One complete history. */
export interface History {
  seed: number;
  violations: Violation[];
  runs: number;
  requests: number;
  crashes: number;
  faults: number;
  /** What happened, line by line. */
  lines: string[];
}

export interface RunOptions {
  readOnly?: boolean;
  isForeign?: boolean;
  allow?: string | undefined;
  guard?: Guard | undefined;
}

/** The runs of a history, on one server, each judged by every promise. */
export class Runs {
  readonly history: History;
  readonly world: World;
  readonly stack: Stack;
  /** Users who have ever been members of a set. */
  readonly everMembers = new Map<string, Set<string>>();
  /** What goes wrong in the processes of the next run. */
  plan: ProcessPlan = {};
  readonly #defect: Defect | undefined;
  readonly #samlUsers: SamlUsersMode;
  #run: RunRecord | undefined;

  constructor(seed: number, chance: Chance, defect: Defect | undefined) {
    this.history = { seed, violations: [], runs: 0, requests: 0, crashes: 0, faults: 0, lines: [] };
    this.#defect = defect;
    const [ofServer, ofNetwork] = [chance.fork(), chance.fork()];
    const switches = { ...drawSwitches(chance), ...defect?.switches };
    this.#samlUsers = drawSamlUsersMode(chance, switches);
    this.world = new World({
      seed: drawSeed(chance),
      switches,
      random: ofServer.number,
      latency: () => ofNetwork.whole(1, 80),
    });
    const kinds: Kinds = { ...KINDS, ...defect?.kinds };
    this.stack = new Stack(() => this.#open(), {
      kinds,
      parallel: chance.pick([1, 4, 8]),
      refreshKeepsPart: chance.happens(0.5),
    });
    this.say(`the server: ${JSON.stringify(switches)}, samlUsers ${this.#samlUsers}`);
    this.say(`the account: ${this.#objects()}`);
  }

  async operate(kind: RunRecord["kind"], program: readonly Declaration[], options: RunOptions): Promise<RunRecord> {
    const { readOnly = false, isForeign = false, allow, guard } = options;
    const { store } = this.world.emulator;
    // An engine takes a few seconds to start, enough for a lagging list to catch up with the previous run.
    await this.world.clock.sleep(START_MS);
    const run: RunRecord = {
      kind,
      program: kind === "destroy" || kind === "refresh" ? [] : structuredClone(withSiblings(program)),
      readOnly,
      isForeign,
      allow,
      guard,
      firstRequest: this.world.emulator.requests.length,
      samlUsers: this.#samlUsers,
      stateBefore: structuredClone(this.stack.state),
      everMembers: structuredClone(this.everMembers),
      counts: { roles: store.roles.size, users: store.users.size },
      presentBefore: new Set([...store.roles.keys(), ...store.users.keys()]),
      processes: [],
      outcome: "crashed",
    };
    this.#run = run;
    this.history.runs += 1;
    const operations = {
      up: () => this.stack.up(run.program),
      "up --refresh": () => this.stack.up(run.program, { refresh: true }),
      preview: () => this.stack.preview(run.program),
      refresh: () => this.stack.refresh(),
      destroy: () => this.stack.destroy(),
    };
    try {
      run.outcome = { steps: await operations[kind]() };
    } catch (error) {
      if (error instanceof RunFailed) run.outcome = { failures: error.failures };
      else if (error instanceof Crashed) await this.#crashed();
      else throw error;
    }
    const title = `${kind}${readOnly ? ", read only" : ""}${isForeign ? ", with a key of another account" : ""}`;
    this.say(`${title}: ${JSON.stringify(run.outcome)}`);
    const requests = this.world.emulator.requests.slice(run.firstRequest);
    for (const { method, path, status, fault } of requests) {
      this.say(`    ${method} ${path} ${status}${fault === undefined ? "" : ` (${fault})`}`);
    }
    for (const violation of violationsOf(run, this.stack, this.world))
      this.violate(violation.invariant, violation.what);
    this.#noteMembers();
    return run;
  }

  #noteMembers(): void {
    for (const { id, outputs } of this.stack.state.filter(isSet)) {
      const ids = Object.values((outputs.userIds ?? {}) as Record<string, string>);
      this.everMembers.set(id, new Set([...(this.everMembers.get(id) ?? []), ...ids]));
    }
  }

  /** The provider finishes its current work and ends; the next run starts an hour later. */
  async #crashed(): Promise<void> {
    this.history.crashes += 1;
    await this.world.clock.sleep(HOUR_MS);
  }

  #open() {
    const run = this.#run;
    if (run === undefined) throw new Error("A provider was opened outside a run.");
    const process = new ProviderProcess(this.world, this.plan, () => this.stack.crash());
    run.processes.push(process);
    const { readOnly, isForeign, allow, guard } = run;
    const config = {
      readOnly,
      samlUsers: run.samlUsers,
      ...(isForeign && { apiKey: OTHER_KEY }),
      ...((allow || guard) && { guard: { ...guard, ...(allow && { allow }) } }),
    };
    const session = this.world.session(config, process.transport);
    this.#defect?.session?.(session);
    return session;
  }

  violate(invariant: Invariant, what: string): void {
    this.history.violations.push({ invariant, what });
    this.say(`BROKEN: ${invariant}: ${what}`);
  }

  say(line: string): void {
    this.history.lines.push(line);
  }

  #objects(): string {
    const { roles, users, samlUsers } = this.world.emulator.store;
    return JSON.stringify({
      roles: [...roles.values()].map(({ id, name, description, serviceRoleURNs }) => [
        id,
        name,
        description,
        serviceRoleURNs.length,
      ]),
      users: [...users.values()].map(({ email, roleID, state }) => [email, roleID, state]),
      samlUsers: [...samlUsers.values()].map(({ subject, roleID }) => [subject, roleID]),
    });
  }
}
