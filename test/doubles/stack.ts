import { UNKNOWN } from "../../provider/plan/index.js";
import type { Properties } from "../../provider/resources/resource.js";
import type { Session } from "../../provider/session/session.js";
import { isPartial, type Provider, Run, storable } from "../simulation/engine-run.js";
import {
  type Declaration,
  type Entry,
  entryOf,
  type PendingOperation,
  RunFailed,
  type Step,
  urnOf,
} from "../simulation/engine-state.js";
import { KINDS, type Kinds } from "../simulation/kinds.js";

export { Crashed, type Declaration, type Entry, entryOf, RunFailed, type Step } from "../simulation/engine-state.js";

export interface StackOptions {
  /** How many steps may run at once. @default 1 */
  parallel?: number;
  /** The kinds of resources; a test may plant a defect in one. */
  kinds?: Kinds;
  /** Whether a refresh that fails for one resource stores what it read for the others. @default true */
  refreshKeepsPart?: boolean;
}

interface Judged {
  op: "create" | "update" | "replace" | "same";
  old: Entry | undefined;
  inputs: Properties;
}

/** The part of the Pulumi engine that a provider sees, with its state, in this process (docs/reliability.md). */
export class Stack {
  state: Entry[] = [];
  /** What was running when the engine was killed. */
  pending: PendingOperation[] = [];
  /** Why the last run failed, by Pulumi name. */
  failed: { name: string; reason: string }[] = [];
  readonly #open: () => Session;
  readonly #options: Required<StackOptions>;
  #run: Run | undefined;

  /** @param open makes the session of a new provider process */
  constructor(open: () => Session, options: StackOptions = {}) {
    this.#open = open;
    this.#options = { parallel: 1, kinds: KINDS, refreshKeepsPart: true, ...options };
  }

  /** Kills the engine: the current run ends with `Crashed`, and nothing its provider still does reaches the state. */
  crash(): void {
    this.#run?.kill();
  }

  async preview(program: readonly Declaration[], { refresh = false } = {}): Promise<Step[]> {
    const run = this.#start();
    const stored = structuredClone(this.state);
    if (refresh) await this.#refresh(run);
    const steps: Step[] = [];
    try {
      const ops = new Map<string, Judged["op"]>();
      for (const declaration of program) {
        const { op } = await this.#judge(run, asPreviewed(declaration, ops));
        ops.set(declaration.name, op);
        steps.push({ op, name: declaration.name });
      }
      return [...steps, ...this.#doomed(program).map(({ name }) => ({ op: "delete" as const, name }))];
    } finally {
      this.state = stored;
    }
  }

  /** Checks and compares one resource at a time, carries out independent steps concurrently, then deletes. */
  async up(program: readonly Declaration[], { refresh = false } = {}): Promise<Step[]> {
    const run = this.#start();
    this.pending = [];
    if (refresh) await this.#refresh(run);
    const steps: Step[] = [];
    const tasks = new Map<string, Promise<void>>();
    for (const declaration of program) {
      const task = (async () => {
        await Promise.all((dependencies(declaration).dependsOn ?? []).map((name) => tasks.get(name)));
        await run.noting(() => this.#step(run, declaration, steps));
      })();
      tasks.set(declaration.name, task);
      if (run.parallel === 1) await task;
    }
    await run.all([...tasks.values()]);
    run.end();
    await this.#deleteAll(run, this.#doomed(program), steps);
    return steps;
  }

  /** Reads everything. What is proven gone leaves the state; a failed read leaves the entry as it is. */
  async refresh(): Promise<Step[]> {
    return this.#refresh(this.#start());
  }

  async destroy(): Promise<Step[]> {
    const run = this.#start();
    this.pending = [];
    const steps: Step[] = [];
    await this.#deleteAll(run, [...this.state].reverse(), steps);
    return steps;
  }

  /** A new provider process: one session for all kinds. */
  #start(): Run {
    const { kinds, parallel } = this.#options;
    this.failed = [];
    this.#run = new Run({ kinds, parallel, open: this.#open });
    return this.#run;
  }

  async #refresh(run: Run): Promise<Step[]> {
    const steps: Step[] = [];
    const results = new Map<Entry, Entry | undefined>();
    const readOne = async (entry: Entry) => {
      const provider = run.provider(entry.class);
      const found = await run.call(() => provider.read?.(entry.id, entry.outputs));
      if (!found?.id) {
        results.set(entry, undefined);
        steps.push({ op: "delete", name: entry.name });
        return;
      }
      const { changes } = (await run.call(() => provider.diff?.(entry.id, found.props ?? {}, entry.inputs))) ?? {};
      const { initErrors: _, ...rest } = entry;
      const outputs = storable(found.props ?? {}, entry.class);
      const inputs = found.inputs === undefined ? entry.inputs : { ...found.inputs, __provider: entry.class };
      results.set(entry, { ...rest, id: found.id, outputs, inputs });
      steps.push({ op: changes ? "update" : "same", name: entry.name });
    };
    const reads = this.state.map((entry) =>
      run.inSlot(() => run.noting(() => this.#of(entry.name, () => readOne(entry)))),
    );
    await run.all(reads);
    if (!run.stopping || this.#options.refreshKeepsPart) {
      this.state = this.state.flatMap((entry) => (results.has(entry) ? (results.get(entry) ?? []) : entry));
    }
    run.end();
    return steps;
  }

  /** Undeclared and replaced entries, in the order of deletion. */
  #doomed(program: readonly Declaration[]): Entry[] {
    const continued = new Set(program.map((one) => entryOf(this.state, one)));
    return this.state.filter((entry) => !continued.has(entry)).reverse();
  }

  async #step(run: Run, declaration: Declaration, steps: Step[]): Promise<void> {
    const judged = await run.inTurn(async () => (run.stopping ? undefined : this.#judge(run, declaration)));
    if (judged === undefined) return;
    await run.inSlot(async () => {
      if (run.stopping) return;
      const { op, old, inputs } = judged;
      steps.push({ op, name: declaration.name });
      if (op === "create" || old === undefined) await this.#create(run, declaration, inputs);
      else if (op === "replace") await this.#create(run, declaration, inputs, old);
      else if (op === "update") await this.#update(run, declaration, old, inputs);
      else Object.assign(old, { inputs }, declaredAs(declaration));
    });
  }

  /** Records which resource failed. */
  async #of<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RunFailed) this.failed.push(...error.failures.map((reason) => ({ name, reason })));
      throw error;
    }
  }

  #judge(run: Run, declaration: Declaration): Promise<Judged> {
    return this.#of(declaration.name, () => this.#compare(run, declaration));
  }

  async #compare(run: Run, declaration: Declaration): Promise<Judged> {
    const provider = run.provider(declaration.class);
    const old = entryOf(this.state, declaration);
    const inputs = await this.#check(run, provider, declaration, old?.inputs ?? {});
    if (old === undefined) return { op: "create", old, inputs };
    const { changes, replaces = [] } = (await run.call(() => provider.diff?.(old.id, old.outputs, inputs))) ?? {};
    if (replaces.length > 0) {
      return { op: "replace", old, inputs: await this.#check(run, provider, declaration, {}) };
    }
    return { op: changes || old.initErrors !== undefined ? "update" : "same", old, inputs };
  }

  async #check(run: Run, provider: Provider, declaration: Declaration, olds: Properties): Promise<Properties> {
    const news = { ...declaration.inputs, __declaration: urnOf(declaration), __provider: declaration.class };
    const { inputs = news, failures = [] } = (await run.call(() => provider.check?.(olds, news))) ?? {};
    if (failures.length > 0) throw new RunFailed(failures.map(({ reason }) => reason));
    return { ...inputs, __provider: declaration.class };
  }

  async #create(run: Run, declaration: Declaration, inputs: Properties, old?: Entry): Promise<void> {
    const { class: of, name } = declaration;
    const put = (id: string, outputs: Properties, initErrors?: string[]) => {
      if (old !== undefined) old.replaced = true;
      const entry: Entry = { class: of, id, inputs, outputs, ...declaredAs(declaration) };
      this.state.push(initErrors === undefined ? entry : { ...entry, initErrors });
    };
    await this.#pending({ op: "creating", name }, async () => {
      try {
        const created = await run.call(() => run.provider(of).create(inputs));
        put(created?.id ?? "", storable(created?.outs ?? {}, of));
      } catch (error) {
        if (!isPartial(error)) throw error;
        put(error.id, error.properties, error.reasons);
        throw new RunFailed(error.reasons);
      }
    });
  }

  async #update(run: Run, declaration: Declaration, old: Entry, inputs: Properties): Promise<void> {
    const { class: of, name } = declaration;
    await this.#pending({ op: "updating", name }, async () => {
      try {
        const updated = await run.call(() => run.provider(of).update?.(old.id, old.outputs, inputs));
        const outputs = storable(updated?.outs ?? {}, of);
        Object.assign(old, { outputs, inputs }, declaredAs(declaration));
        delete old.initErrors;
      } catch (error) {
        if (!isPartial(error)) throw error;
        Object.assign(old, { outputs: error.properties, initErrors: error.reasons });
        throw new RunFailed(error.reasons);
      }
    });
  }

  /** Concurrently deletes what nothing depends on any more. */
  async #deleteAll(run: Run, doomed: Entry[], steps: Step[]): Promise<void> {
    const tasks = new Map<Entry, Promise<void>>();
    for (const entry of doomed) {
      const dependents = [...tasks].filter(([other]) => other.dependsOn?.includes(entry.name));
      const task = (async () => {
        await Promise.all(dependents.map(([, done]) => done));
        await run.inSlot(async () => {
          if (!run.stopping) await run.noting(() => this.#delete(run, entry, steps));
        });
      })();
      tasks.set(entry, task);
      if (run.parallel === 1) await task;
    }
    await run.all([...tasks.values()]);
    run.end();
  }

  async #delete(run: Run, entry: Entry, steps: Step[]): Promise<void> {
    await this.#pending({ op: "deleting", name: entry.name }, async () => {
      await run.call(() => run.provider(entry.class).delete?.(entry.id, entry.outputs));
      this.state = this.state.filter((other) => other !== entry);
      steps.push({ op: "delete", name: entry.name });
    });
  }

  /** Only a crash leaves the operation in the list. */
  async #pending(operation: PendingOperation, work: () => Promise<void>): Promise<void> {
    this.pending.push(operation);
    const done = () => {
      this.pending = this.pending.filter((other) => other !== operation);
    };
    try {
      await this.#of(operation.name, work);
      done();
    } catch (error) {
      if (error instanceof RunFailed) done();
      throw error;
    }
  }
}

function dependencies({ refs = {}, after = [] }: Declaration): Pick<Entry, "dependsOn"> {
  const names = [...Object.values(refs), ...after];
  return names.length === 0 ? {} : { dependsOn: names };
}

/** What a step writes into the state besides inputs and outputs. */
function declaredAs(declaration: Declaration): Pick<Entry, "name" | "parent" | "declaration" | "dependsOn"> {
  const { name, parent = [] } = declaration;
  return { name, parent, declaration, ...dependencies(declaration) };
}

/** The outputs of a resource that does not exist yet are unknown. */
function asPreviewed(declaration: Declaration, ops: ReadonlyMap<string, string>): Declaration {
  const inputs = structuredClone(declaration.inputs);
  for (const [path, name] of Object.entries(declaration.refs ?? {})) {
    if (["create", "replace"].includes(ops.get(name) ?? "")) forgetAt(inputs, path.split("/"));
  }
  return { ...declaration, inputs };
}

function forgetAt(inputs: Properties, [key = "", ...rest]: string[]): void {
  const inner = inputs[key];
  if (rest.length === 0) inputs[key] = UNKNOWN;
  else if (typeof inner === "object" && inner !== null) forgetAt(inner as Properties, rest);
}
