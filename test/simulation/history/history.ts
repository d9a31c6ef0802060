import type { Declaration } from "../../doubles/stack.js";
import { ACCOUNT } from "../../doubles/world.js";
import { Chance } from "../chance.js";
import { leftUnmanaged, nonconformities } from "./conformity.js";
import type { Defect } from "./defects.js";
import { editByHand, editMeanwhile } from "./edits.js";
import { secretsIn } from "./invariants.js";
import { actsOnUnmanaged } from "./members.js";
import { changeProgram, drawProgram } from "./program.js";
import { repair } from "./repair.js";
import type { RunRecord } from "./run-record.js";
import { type History, HOUR_MS, type RunOptions, Runs } from "./runs.js";
import { describeFault, drawFaults } from "./weather.js";

/** A person may have to resolve several refusals in a row. */
const ROUNDS = 10;

/** Plays a seed's history to its end, or to the first broken promise. */
export async function playHistory(seed: number, defect?: Defect): Promise<History> {
  const player = new Player(seed, defect);
  await player.play();
  return player.history;
}

class Player {
  readonly history: History;
  readonly #chance: Chance;
  readonly #runs: Runs;
  readonly #defect: Defect | undefined;
  #program: Declaration[] = [];

  constructor(seed: number, defect: Defect | undefined) {
    this.#chance = new Chance(seed);
    this.#defect = defect;
    this.#runs = new Runs(seed, this.#chance, defect);
    this.history = this.#runs.history;
  }

  async play(): Promise<void> {
    const chance = this.#chance;
    this.#program = drawProgram(chance);
    this.#runs.say(`the program:\n${describe(this.#program)}`);
    if (chance.happens(0.7)) {
      this.#program = repair(this.#program, this.#runs.stack, this.#runs.world, { keepGuards: true });
      await this.#operate("up");
    }
    for (let step = chance.whole(3, 7); step > 0 && this.#isWell; step--) {
      await this.#day(chance);
      if (chance.happens(0.3)) this.#edit();
      if (chance.happens(0.5)) {
        this.#program = repair(this.#program, this.#runs.stack, this.#runs.world, { keepGuards: true });
        this.#runs.say(`the program, repaired:\n${describe(this.#program)}`);
      }
      if (chance.happens(0.6)) {
        this.#program = changeProgram(chance, this.#program);
        this.#runs.say(`the program becomes:\n${describe(this.#program)}`);
      }
    }
    if (this.#isWell && this.#needsCalm) await this.#converge();
    if (this.#isWell && this.#needsCalm && chance.happens(0.5)) await this.#end();
    for (const place of secretsIn({ requests: this.#runs.world.emulator.requests })) {
      this.#runs.violate("secrets stay secret", place);
    }
    this.history.requests = this.#runs.world.emulator.requests.length;
  }

  /** A search for a planted defect ends once the defect can no longer show. */
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
      this.#runs.world.emulator.faults.add(fault);
      this.history.faults += 1;
      this.#runs.say(`weather: ${describeFault(fault)}`);
    }
    const hour = chance.fork();
    this.#runs.plan = {
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
    if (this.#runs.plan.crash) this.#runs.say(`a crash waits: ${JSON.stringify(this.#runs.plan.crash)}`);
    const kind = chance.pick(["up", "up", "up", "up", "up", "up --refresh", "refresh", "preview", "destroy"] as const);
    const isForeign = chance.happens(0.06);
    const readOnly = chance.happens(0.05);
    const guard = chance.happens(0.1) ? { maxRemovals: chance.whole(0, 2) } : undefined;
    if (kind === "up" && chance.happens(0.3) && !isForeign) await this.#operate("preview", { readOnly });
    await this.#operate(isForeign ? chance.pick(["refresh", "destroy"]) : kind, { readOnly, isForeign, guard });
    this.#runs.plan = {};
    this.#runs.world.emulator.faults.clear();
  }

  /** Once the faults stop and people have done what the refusals ask, everything is as declared and stays that way. */
  async #converge(): Promise<void> {
    this.#runs.say("calm");
    this.#speedUp();
    let allow: string | undefined;
    for (let round = 1; this.#isWell; round++) {
      this.#program = repair(this.#program, this.#runs.stack, this.#runs.world);
      await this.#pause();
      this.#runs.say(`the program, repaired:\n${describe(this.#program)}`);
      const refreshed = await this.#operate("refresh");
      this.#program = repair(this.#program, this.#runs.stack, this.#runs.world);
      const applied = await this.#operate("up", { allow });
      allow = digestIn(applied);
      if (isDone(refreshed) && isDone(applied)) break;
      if (round === ROUNDS) {
        this.#runs.violate(
          "it converges",
          `after ${ROUNDS} rounds: ${JSON.stringify([refreshed.outcome, applied.outcome])}`,
        );
      }
    }
    await this.#settle();
    if (!this.#isWell) return;
    const wrong = [
      ...nonconformities(this.#program, this.#runs.world),
      ...leftUnmanaged(this.#program, this.#runs.stack, this.#runs.everMembers, this.#runs.world),
    ];
    const names = (of: readonly { class: string; name: string }[]) =>
      of.map((one) => `${one.class} ${one.name}`).sort();
    if (wrong.length > 0) this.#runs.violate("it converges", wrong.join("; "));
    if (names(this.#runs.stack.state).join() !== names(this.#program).join()) {
      this.#runs.violate(
        "it converges",
        `the state has ${names(this.#runs.stack.state)}, the program ${names(this.#program)}`,
      );
    }
    for (const kind of ["preview", "up", "refresh", "up --refresh", "preview"] as const) {
      if (!this.#isWell) return;
      await this.#pause();
      this.#expectNothing(await this.#operate(kind));
    }
  }

  /** A list that takes more than a minute to read allows no removals, so on such an account no run could finish. */
  #speedUp(): void {
    const { store, switches } = this.#runs.world.emulator;
    const pages = store.users.size / switches.maxLimit;
    if (pages > (switches.rateLimit?.requestsPerMinute ?? Number.POSITIVE_INFINITY) / 4) switches.rateLimit = null;
  }

  /** A role that loses its last holder in a run waits for the next one, and so does what a resource drops beside a set that acts on it. */
  async #settle(): Promise<void> {
    for (let run = 1; run <= 3 && this.#isWell; run++) {
      const isRetiring = this.#runs.stack.state.some(
        ({ outputs }) => ((outputs.retiring ?? []) as string[]).length > 0,
      );
      if (!isRetiring && !this.#program.some(actsOnUnmanaged)) return;
      await this.#pause();
      await this.#operate("up");
    }
  }

  async #end(): Promise<void> {
    this.#program = [];
    let allow: string | undefined;
    for (let round = 1; this.#isWell; round++) {
      this.#program = repair(this.#program, this.#runs.stack, this.#runs.world);
      await this.#pause();
      const left = this.#program;
      if (left.length > 0) await this.#operate("up");
      this.#program = [];
      const destroyed = await this.#operate(left.length > 0 ? "up" : "destroy", { allow });
      allow = digestIn(destroyed);
      if (isDone(destroyed) && this.#runs.stack.state.length === 0) return;
      if (round === ROUNDS) this.#runs.violate("it converges", `not destroyed: ${JSON.stringify(destroyed.outcome)}`);
      await this.#operate("refresh");
    }
  }

  /** Time passes between runs, so lagging lists have caught up. */
  async #pause(): Promise<void> {
    await this.#runs.world.clock.sleep(HOUR_MS);
    const client = this.#runs.world.session().client;
    for (let n = 0; n < 6; n++) await client.accounts.describe(ACCOUNT);
  }

  #operate(kind: RunRecord["kind"], options: RunOptions = {}): Promise<RunRecord> {
    return this.#runs.operate(kind, this.#program, options);
  }

  #edit(): void {
    const done = editByHand(this.#chance, this.#runs.world);
    if (done !== undefined) this.#runs.say(`by hand: ${done}`);
  }

  #meanwhile(chance: Chance): void {
    const done = editMeanwhile(chance, this.#runs.world);
    if (done !== undefined) this.#runs.say(`meanwhile by hand: ${done}`);
  }

  #expectNothing({ kind, outcome, processes }: RunRecord): void {
    const steps = typeof outcome === "object" && "steps" in outcome ? outcome.steps : undefined;
    const writes = processes.flatMap((process) => process.writes);
    if (steps?.every(({ op }) => op === "same") && writes.length === 0) return;
    this.#runs.violate("a second run writes nothing", `${kind}: ${JSON.stringify({ outcome, writes })}`);
  }
}

function isDone({ outcome }: RunRecord): boolean {
  return typeof outcome === "object" && "steps" in outcome;
}

/** The digest that a person copies from a refusal to allow exactly those removals. */
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
