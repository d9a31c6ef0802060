import { lifecycle } from "../../provider/engine/lifecycle.js";
import type { ResourceClass } from "../../provider/plan/objects.js";
import type { Properties } from "../../provider/resources/resource.js";
import type { Session } from "../../provider/session/session.js";
import { Crashed, RunFailed } from "./engine-state.js";
import type { Kinds } from "./kinds.js";

export type Provider = ReturnType<typeof lifecycle>;

interface RunOptions {
  kinds: Kinds;
  /** How many steps may run at once. */
  parallel: number;
  open(): Session;
}

/** One operation of the engine: its own provider process, running steps, and failures. */
export class Run {
  readonly failures: string[] = [];
  readonly parallel: number;
  readonly #providers: Record<string, Provider>;
  readonly #death = Promise.withResolvers<never>();
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ kinds, parallel, open }: RunOptions) {
    this.parallel = parallel;
    // Nothing may be waiting when the engine is killed.
    this.#death.promise.catch(() => undefined);
    let session: Session | undefined;
    const openOnce = () => {
      session ??= open();
      return session;
    };
    this.#providers = Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [name, lifecycle(kind, openOnce)] as const),
    );
    const config = { get: () => undefined, require: () => "" };
    for (const provider of Object.values(this.#providers)) void provider.configure?.({ config });
  }

  /** The engine is dead: everything that waits for the provider ends here, and nothing else reaches the state. */
  kill(): void {
    this.#death.reject(new Crashed("the engine was killed"));
  }

  provider(of: ResourceClass): Provider {
    const provider = this.#providers[of];
    if (provider === undefined) throw new Error(`There is no kind ${of}.`);
    return provider;
  }

  /** Calls the provider, and turns what it throws into a failure as the engine shows it. */
  async call<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await Promise.race([work(), this.#death.promise]);
    } catch (error) {
      if (error instanceof Crashed || isPartial(error)) throw error;
      throw new RunFailed([error instanceof Error ? error.message : String(error)]);
    }
  }

  /** Records a failure: no further step begins, running ones continue. */
  async noting(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RunFailed)) throw error;
      this.failures.push(...error.failures);
    }
  }

  get stopping(): boolean {
    return this.failures.length > 0;
  }

  /** One at a time, as checks and diffs are. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn;
    return turn;
  }

  /** Runs once fewer steps than allowed are running. */
  async inSlot<T>(work: () => Promise<T>): Promise<T> {
    while (this.#underWay >= this.parallel) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Waits for all, so that nothing is left running, then fails with the first fatal error. */
  async all(work: Promise<unknown>[]): Promise<void> {
    const settled = await Promise.allSettled(work);
    for (const one of settled) if (one.status === "rejected") throw one.reason;
  }

  end(): void {
    if (this.failures.length > 0) throw new RunFailed(this.failures);
  }
}

/** The engine cannot store an undefined in its state, and finds out only after the provider has done its work. */
export function storable(outputs: Properties, of: string): Properties {
  if (hasUndefined(outputs)) throw new RunFailed(["Unexpected struct type."]);
  return { ...outputs, __provider: of };
}

export function isPartial(error: unknown): error is { id: string; properties: Properties; reasons: string[] } {
  return error instanceof Error && "id" in error && "properties" in error;
}

function hasUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUndefined);
}
