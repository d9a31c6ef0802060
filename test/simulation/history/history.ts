import type { SamlUsersMode } from "../../../provider/config/saml-users-mode.js";
import type { Guard } from "../../../provider/plan/guard.js";
import { Crashed, type Declaration, RunFailed, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";
import { Chance } from "../chance.js";
import { KINDS, type Kinds } from "../kinds.js";
import { leftUnmanaged, nonconformities } from "./conformity.js";
import type { Defect } from "./defects.js";
import { editByHand, editMeanwhile } from "./edits.js";
import { type Invariant, secretsIn, type Violation, violationsOf } from "./invariants.js";
import { actsOnUnmanaged, isSet } from "./members.js";
import { changeProgram, drawProgram } from "./program.js";
import { withSiblings } from "./program-sets.js";
import { type ProcessPlan, ProviderProcess } from "./provider-process.js";
import { repair } from "./repair.js";
import type { RunRecord } from "./run-record.js";
import { drawSeed, OTHER_KEY } from "./scene.js";
import { drawSamlUsersMode, drawSwitches } from "./switches.js";
import { describeFault, drawFaults } from "./weather.js";

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

const HOUR_MS = 3_600_000;
const START_MS = 5000;
/** A person may have to read one refusal after another. */
const ROUNDS = 10;

/** Plays the history of a seed to its end, or to the first broken promise. */
export async function playHistory(seed: number, defect?: Defect): Promise<History> {
  const player = new Player(seed, defect);
  await player.play();
  return player.history;
}

interface RunOptions {
  readOnly?: boolean;
  isForeign?: boolean;
  allow?: string | undefined;
  guard?: Guard | undefined;
}

class Player {
  readonly history: History;
  readonly #chance: Chance;
  readonly #world: World;
  readonly #stack: Stack;
  readonly #defect: Defect | undefined;
  readonly #samlUsers: SamlUsersMode;
  #program: Declaration[] = [];
  #run: RunRecord | undefined;
  #plan: ProcessPlan = {};
  readonly #everMembers = new Map<string, Set<string>>();

  constructor(seed: number, defect: Defect | undefined) {
    this.history = { seed, violations: [], runs: 0, requests: 0, crashes: 0, faults: 0, lines: [] };
    this.#chance = new Chance(seed);
    this.#defect = defect;
    const [ofServer, ofNetwork] = [this.#chance.fork(), this.#chance.fork()];
    const switches = { ...drawSwitches(this.#chance), ...defect?.switches };
    this.#samlUsers = drawSamlUsersMode(this.#chance, switches);
    this.#world = new World({
      seed: drawSeed(this.#chance),
      switches,
      random: ofServer.number,
      latency: () => ofNetwork.whole(1, 80),
    });
    const kinds: Kinds = { ...KINDS, ...defect?.kinds };
    this.#stack = new Stack(() => this.#open(), {
      kinds,
      parallel: this.#chance.pick([1, 4, 8]),
      refreshKeepsPart: this.#chance.happens(0.5),
    });
    this.#say(`the server: ${JSON.stringify(switches)}, samlUsers ${this.#samlUsers}`);
    this.#say(`the account: ${this.#objects()}`);
  }

  async play(): Promise<void> {
    const chance = this.#chance;
    this.#program = drawProgram(chance);
    this.#say(`the program:\n${describe(this.#program)}`);
    if (chance.happens(0.7)) {
      this.#program = repair(this.#program, this.#stack, this.#world, { keepGuards: true });
      await this.#operate("up");
    }
    for (let step = chance.whole(3, 7); step > 0 && this.#isWell; step--) {
      await this.#day(chance);
      if (chance.happens(0.3)) this.#edit();
      if (chance.happens(0.5)) {
        this.#program = repair(this.#program, this.#stack, this.#world, { keepGuards: true });
        this.#say(`the program, repaired:\n${describe(this.#program)}`);
      }
      if (chance.happens(0.6)) {
        this.#program = changeProgram(chance, this.#program);
        this.#say(`the program becomes:\n${describe(this.#program)}`);
      }
    }
    if (this.#isWell && this.#needsCalm) await this.#converge();
    if (this.#isWell && this.#needsCalm && chance.happens(0.5)) await this.#end();
    for (const place of secretsIn({ requests: this.#world.emulator.requests })) {
      this.#violate("secrets stay secret", place);
    }
    this.history.requests = this.#requests;
  }

  /** A search for a planted defect ends where it cannot show any more. */
  get #needsCalm(): boolean {
    const { breaks } = this.#defect ?? {};
    return breaks === undefined || breaks === "it converges" || breaks === "a second run writes nothing";
  }

  get #isWell(): boolean {
    return this.history.violations.length === 0;
  }

  /** One run, with everything that goes wrong that day. */
  async #day(chance: Chance): Promise<void> {
    for (const fault of drawFaults(chance)) {
      this.#world.emulator.faults.add(fault);
      this.history.faults += 1;
      this.#say(`weather: ${describeFault(fault)}`);
    }
    const hour = chance.fork();
    this.#plan = {
      ...(chance.happens(0.25) && {
        crash: {
          at: chance.whole(1, 20),
          when: chance.pick(["before", "after"] as const),
          mode: chance.pick(["power", "orphan"] as const),
        },
      }),
      ...(chance.happens(0.15) && { meanwhile: { at: chance.whole(1, 20), act: () => this.#meanwhile(hour) } }),
      ...(chance.happens(0.1) && { echoAt: chance.whole(1, 12) }),
    };
    if (this.#plan.crash) this.#say(`a crash waits: ${JSON.stringify(this.#plan.crash)}`);
    const kind = chance.pick(["up", "up", "up", "up", "up", "up --refresh", "refresh", "preview", "destroy"] as const);
    const isForeign = chance.happens(0.06);
    const readOnly = chance.happens(0.05);
    const guard = chance.happens(0.1) ? { maxRemovals: chance.whole(0, 2) } : undefined;
    if (kind === "up" && chance.happens(0.3) && !isForeign) await this.#operate("preview", { readOnly });
    await this.#operate(isForeign ? chance.pick(["refresh", "destroy"]) : kind, { readOnly, isForeign, guard });
    this.#plan = {};
    this.#world.emulator.faults.clear();
  }

  /** Once the faults stop and people have done what the refusals ask, everything is as declared and stays so. */
  async #converge(): Promise<void> {
    this.#say("calm");
    this.#speedUp();
    let allow: string | undefined;
    for (let round = 1; this.#isWell; round++) {
      this.#program = repair(this.#program, this.#stack, this.#world);
      await this.#pause();
      this.#say(`the program, repaired:\n${describe(this.#program)}`);
      const refreshed = await this.#operate("refresh");
      this.#program = repair(this.#program, this.#stack, this.#world);
      const applied = await this.#operate("up", { allow });
      allow = digestIn(applied);
      if (isDone(refreshed) && isDone(applied)) break;
      if (round === ROUNDS) {
        this.#violate(
          "it converges",
          `after ${ROUNDS} rounds: ${JSON.stringify([refreshed.outcome, applied.outcome])}`,
        );
      }
    }
    await this.#settle();
    if (!this.#isWell) return;
    const wrong = [
      ...nonconformities(this.#program, this.#world),
      ...leftUnmanaged(this.#program, this.#stack, this.#everMembers, this.#world),
    ];
    const names = (of: readonly { class: string; name: string }[]) =>
      of.map((one) => `${one.class} ${one.name}`).sort();
    if (wrong.length > 0) this.#violate("it converges", wrong.join("; "));
    if (names(this.#stack.state).join() !== names(this.#program).join()) {
      this.#violate("it converges", `the state has ${names(this.#stack.state)}, the program ${names(this.#program)}`);
    }
    for (const kind of ["preview", "up", "refresh", "up --refresh", "preview"] as const) {
      if (!this.#isWell) return;
      await this.#pause();
      this.#expectNothing(await this.#operate(kind));
    }
  }

  /** Nothing is taken away by a list that takes more than a minute to read: on such an account no run could end. */
  #speedUp(): void {
    const { store, switches } = this.#world.emulator;
    const pages = store.users.size / switches.maxLimit;
    if (pages > (switches.rateLimit?.requestsPerMinute ?? Number.POSITIVE_INFINITY) / 4) switches.rateLimit = null;
  }

  /** What loses its last holder in a run, or is dropped by one resource beside a set that acts on it, waits for the next run. */
  async #settle(): Promise<void> {
    for (let run = 1; run <= 3 && this.#isWell; run++) {
      const isRetiring = this.#stack.state.some(({ outputs }) => ((outputs.retiring ?? []) as string[]).length > 0);
      if (!isRetiring && !this.#program.some(actsOnUnmanaged)) return;
      await this.#pause();
      await this.#operate("up");
    }
  }

  async #end(): Promise<void> {
    this.#program = [];
    let allow: string | undefined;
    for (let round = 1; this.#isWell; round++) {
      this.#program = repair(this.#program, this.#stack, this.#world);
      await this.#pause();
      const left = this.#program;
      if (left.length > 0) await this.#operate("up");
      this.#program = [];
      const destroyed = await this.#operate(left.length > 0 ? "up" : "destroy", { allow });
      allow = digestIn(destroyed);
      if (isDone(destroyed) && this.#stack.state.length === 0) return;
      if (round === ROUNDS) this.#violate("it converges", `not destroyed: ${JSON.stringify(destroyed.outcome)}`);
      await this.#operate("refresh");
    }
  }

  /** People take their time, and so do other users of the API: lagging lists have caught up. */
  async #pause(): Promise<void> {
    await this.#world.clock.sleep(HOUR_MS);
    const client = this.#world.session().client;
    for (let n = 0; n < 6; n++) await client.accounts.describe(ACCOUNT);
  }

  async #operate(kind: RunRecord["kind"], options: RunOptions = {}): Promise<RunRecord> {
    const { readOnly = false, isForeign = false, allow, guard } = options;
    const { store } = this.#world.emulator;
    // An engine takes a few seconds to start; in that time a list that lags has caught up with the run before.
    await this.#world.clock.sleep(START_MS);
    const run: RunRecord = {
      kind,
      program: kind === "destroy" || kind === "refresh" ? [] : structuredClone(withSiblings(this.#program)),
      readOnly,
      isForeign,
      allow,
      guard,
      firstRequest: this.#world.emulator.requests.length,
      samlUsers: this.#samlUsers,
      stateBefore: structuredClone(this.#stack.state),
      everMembers: structuredClone(this.#everMembers),
      counts: { roles: store.roles.size, users: store.users.size },
      presentBefore: new Set([...store.roles.keys(), ...store.users.keys()]),
      processes: [],
      outcome: "crashed",
    };
    this.#run = run;
    this.history.runs += 1;
    const operations = {
      up: () => this.#stack.up(run.program),
      "up --refresh": () => this.#stack.up(run.program, { refresh: true }),
      preview: () => this.#stack.preview(run.program),
      refresh: () => this.#stack.refresh(),
      destroy: () => this.#stack.destroy(),
    };
    try {
      run.outcome = { steps: await operations[kind]() };
    } catch (error) {
      if (error instanceof RunFailed) run.outcome = { failures: error.failures };
      else if (error instanceof Crashed) await this.#crashed();
      else throw error;
    }
    const title = `${kind}${readOnly ? ", read only" : ""}${isForeign ? ", with a key of another account" : ""}`;
    this.#say(`${title}: ${JSON.stringify(run.outcome)}`);
    const requests = this.#world.emulator.requests.slice(run.firstRequest);
    for (const { method, path, status, fault } of requests) {
      this.#say(`    ${method} ${path} ${status}${fault === undefined ? "" : ` (${fault})`}`);
    }
    for (const violation of violationsOf(run, this.#stack, this.#world))
      this.#violate(violation.invariant, violation.what);
    this.#noteMembers();
    return run;
  }

  #noteMembers(): void {
    for (const { id, outputs } of this.#stack.state.filter(isSet)) {
      const ids = Object.values((outputs.userIds ?? {}) as Record<string, string>);
      this.#everMembers.set(id, new Set([...(this.#everMembers.get(id) ?? []), ...ids]));
    }
  }

  /** The provider finishes its current work and ends; people come back an hour later. */
  async #crashed(): Promise<void> {
    this.history.crashes += 1;
    await this.#world.clock.sleep(HOUR_MS);
  }

  #open() {
    const run = this.#run;
    if (run === undefined) throw new Error("A provider was opened outside a run.");
    const process = new ProviderProcess(this.#world, this.#plan, () => this.#stack.crash());
    run.processes.push(process);
    const { readOnly, isForeign, allow, guard } = run;
    const config = {
      readOnly,
      samlUsers: run.samlUsers,
      ...(isForeign && { apiKey: OTHER_KEY }),
      ...((allow || guard) && { guard: { ...guard, ...(allow && { allow }) } }),
    };
    const session = this.#world.session(config, process.transport);
    this.#defect?.session?.(session);
    return session;
  }

  #edit(): void {
    const done = editByHand(this.#chance, this.#world);
    if (done !== undefined) this.#say(`by hand: ${done}`);
  }

  #meanwhile(chance: Chance): void {
    const done = editMeanwhile(chance, this.#world);
    if (done !== undefined) this.#say(`meanwhile by hand: ${done}`);
  }

  #expectNothing({ kind, outcome, processes }: RunRecord): void {
    const steps = typeof outcome === "object" && "steps" in outcome ? outcome.steps : undefined;
    const writes = processes.flatMap((process) => process.writes);
    if (steps?.every(({ op }) => op === "same") && writes.length === 0) return;
    this.#violate("a second run writes nothing", `${kind}: ${JSON.stringify({ outcome, writes })}`);
  }

  #violate(invariant: Invariant, what: string): void {
    this.history.violations.push({ invariant, what });
    this.#say(`BROKEN: ${invariant}: ${what}`);
  }

  #say(line: string): void {
    this.history.lines.push(line);
  }

  get #requests(): number {
    return this.#world.emulator.requests.length;
  }

  #objects(): string {
    const { roles, users, samlUsers } = this.#world.emulator.store;
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

function isDone({ outcome }: RunRecord): boolean {
  return typeof outcome === "object" && "steps" in outcome;
}

/** What a person copies from refusals to allow exactly those removals. */
function digestIn({ outcome }: RunRecord): string | undefined {
  const failures = typeof outcome === "object" && "failures" in outcome ? outcome.failures : [];
  const digests = [...failures.join("\n").matchAll(/allow: "(\w+)"/g)].map(([, digest]) => digest);
  return digests.length > 0 ? digests.join(" ") : undefined;
}

function describe(program: readonly Declaration[]): string {
  return program
    .map(({ class: of, name, parent = [], inputs, ...more }) => {
      const { refs = {}, after = [], aliases = [] } = more;
      const rest = [refs, after, aliases].some((one) => Object.keys(one).length > 0) ? JSON.stringify(more) : "";
      return `    ${[...parent, of].join("$")} ${name} ${JSON.stringify(inputs)} ${rest}`.trimEnd();
    })
    .join("\n");
}
