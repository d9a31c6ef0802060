import { checkFaultRule } from "./check-fault-rule.js";
import type { FaultKind } from "./fault-kind.js";
import { faultKinds } from "./fault-kinds.js";
import { matchesRoute } from "./route-pattern.js";

/** Which requests a fault applies to, and how often. */
export interface FaultRule {
  match?: {
    /** @default any method */
    method?: string | undefined;
    /** A path relative to the base URL, where `*` or `{id}` stands for one segment, or an expression. @default any path */
    path?: string | RegExp | undefined;
    /** The first matching request it applies to, counted from 1. @default 1 */
    nth?: number | undefined;
  };
  kind: FaultKind;
  /** How many requests it applies to; `Infinity` for all. @default 1 */
  times?: number | undefined;
  /** What Retry-After says, for the kinds that send one. @default 1 */
  retryAfterSeconds?: number | undefined;
  /** How long a slow body takes. @default 1000 */
  delayMs?: number | undefined;
}

/** An added fault. */
export interface Fault {
  readonly rule: FaultRule;
  /** How many requests it has applied to. */
  readonly hits: number;
  /** Removes the fault. */
  remove(): void;
}

interface ArmedFault extends Fault {
  hits: number;
  seen: number;
}

/** The faults that wait for requests. The oldest matching one applies; each request gets at most one fault. */
export class Faults {
  readonly #armed: ArmedFault[] = [];

  add(rule: FaultRule): Fault {
    if (!Object.hasOwn(faultKinds, rule.kind)) {
      throw new Error(`No such fault: ${rule.kind}. There are ${Object.keys(faultKinds).join(", ")}.`);
    }
    checkFaultRule(rule);
    const fault: ArmedFault = { rule, hits: 0, seen: 0, remove: () => this.#remove(fault) };
    this.#armed.push(fault);
    return fault;
  }

  /** All faults that were added and not removed, including spent ones. */
  list(): readonly Fault[] {
    return [...this.#armed];
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** The fault that applies to this request, counted. */
  take(method: string, path: string): Fault | undefined {
    const matching = this.#armed.filter(({ rule }) => matches(rule, method, path));
    for (const fault of matching) fault.seen += 1;
    const fault = matching.find(({ rule, seen, hits }) => seen >= (rule.match?.nth ?? 1) && hits < (rule.times ?? 1));
    if (fault) fault.hits += 1;
    return fault;
  }

  #remove(fault: ArmedFault): void {
    const index = this.#armed.indexOf(fault);
    if (index >= 0) this.#armed.splice(index, 1);
  }
}

function matches({ match }: FaultRule, method: string, path: string): boolean {
  if (match?.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match?.path === undefined) return true;
  return typeof match.path === "string" ? matchesRoute(match.path, path) : path.search(match.path) >= 0;
}
