import type { Phase } from "../side-by-side/scenario.ts";
import { PHASES } from "../side-by-side/scenario.ts";
import type { Row } from "../side-by-side/summary.ts";
import { TITLES } from "../side-by-side/systems/index.ts";

export interface Choice {
  size: number;
  latencyMs?: number;
  requestsPerSecond?: number | null;
}

/** Finds rows by what they measured. */
export class Rows {
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
  }

  /** The rows of one scenario, by default for a server that responds immediately and has no limit. */
  in({ size, latencyMs = 0, requestsPerSecond = null }: Choice): Row[] {
    return this.#rows.filter(
      (row) => row.size === size && row.latencyMs === latencyMs && row.requestsPerSecond === requestsPerSecond,
    );
  }

  one(choice: Choice, system: string, phase: Phase): Row | undefined {
    return this.in(choice).find((row) => row.system === system && row.phase === phase);
  }

  /** The sizes measured in this kind of scenario, smallest first. */
  sizes({ latencyMs = 0, requestsPerSecond = null }: Omit<Choice, "size">): number[] {
    const fitting = this.#rows.filter(
      (row) => row.latencyMs === latencyMs && row.requestsPerSecond === requestsPerSecond,
    );
    return [...new Set(fitting.map(({ size }) => size))].sort((a, b) => a - b);
  }
}

/** The systems among the rows, in the order in which documents name them. */
export function systemsOf(rows: readonly Row[]): string[] {
  return Object.keys(TITLES).filter((name) => rows.some(({ system }) => system === name));
}

export function phasesOf(rows: readonly Row[]): Phase[] {
  return PHASES.filter((name) => rows.some(({ phase }) => phase === name));
}

export const PHASE_TITLES: Record<Phase, string> = {
  up: "first up",
  preview: "no-change preview",
  refresh: "refresh",
  change: "ten changes",
  destroy: "destroy",
};
