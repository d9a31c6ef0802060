import { type Measurement, PHASES, type Phase, type Scenario } from "./scenario.ts";

/** The medians of all rounds of one phase of one system. */
export interface Row extends Scenario {
  system: string;
  phase: Phase;
  rounds: number;
  seconds: number;
  cpuSeconds: number | null;
  /** Times the engine's floor; null if that was not measured. */
  timesFloor: number | null;
  /** The same for CPU time. */
  cpuTimesFloor: number | null;
  requests: number;
  /** By method and route, for the first round. */
  routes: Record<string, number>;
  refused: number;
  peakInFlight: number;
  serverSeconds: number;
  providerBytes: number | null;
  providerCpuSeconds: number | null;
  /** How much more than the floor's; null if that was not measured. */
  providerCpuBeyondFloor: number | null;
  /** What one role adds to the state; null except after the first `up`. */
  stateBytesPerRole: number | null;
  /** Roles that are wrong in the worst round: missing after `up`, left over after `destroy`. */
  astray: number;
  failure?: string;
}

/** Takes the medians, in the original order of the scenarios, phases and systems. */
export function summarize(measurements: readonly Measurement[]): Row[] {
  const groups = Map.groupBy(measurements, (one) => [scenarioKey(one), one.phase, one.system].join());
  const rows = [...groups.values()].flatMap((rounds) => rowOf(rounds, measurements) ?? []);
  const floors = new Map(rows.filter(({ system }) => system === "floor").map((row) => [phaseKey(row), row]));
  for (const row of rows) {
    const floor = floors.get(phaseKey(row));
    row.timesFloor = floor === undefined ? null : row.seconds / floor.seconds;
    row.cpuTimesFloor =
      row.cpuSeconds === null || floor === undefined || floor.cpuSeconds === null
        ? null
        : row.cpuSeconds / floor.cpuSeconds;
    row.providerCpuBeyondFloor = difference(row.providerCpuSeconds, floor?.providerCpuSeconds);
  }
  return rows.sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
}

export function scenarioKey({ size, latencyMs, requestsPerSecond }: Scenario): string {
  return [size, latencyMs, requestsPerSecond].join();
}

const difference = (a: number | null, b: number | null | undefined) =>
  a === null || b === null || b === undefined ? null : a - b;

const phaseKey = (row: Row) => `${scenarioKey(row)},${row.phase}`;

function rowOf(rounds: readonly Measurement[], all: readonly Measurement[]): Row | undefined {
  const [first] = rounds;
  if (first === undefined) return undefined;
  const { system, phase, size, latencyMs, requestsPerSecond } = first;
  const middle = (value: (measured: Measurement) => number) => median(rounds.map(value));
  const middleOf = (value: (measured: Measurement) => number | null) => {
    const known = rounds.map(value).filter((one) => one !== null);
    return known.length === 0 ? null : median(known);
  };
  const wanted = phase === "destroy" ? 0 : size;
  const failure = rounds.find((one) => one.failure !== undefined)?.failure;
  return {
    system,
    phase,
    size,
    latencyMs,
    requestsPerSecond,
    rounds: rounds.length,
    seconds: middle(({ seconds }) => seconds),
    cpuSeconds: middleOf(({ cpuSeconds }) => cpuSeconds),
    timesFloor: null,
    cpuTimesFloor: null,
    requests: middle(({ requests }) => total(requests)),
    routes: first.requests,
    refused: middle(({ refused }) => refused),
    peakInFlight: middle(({ peakInFlight }) => peakInFlight),
    serverSeconds: middle(({ serverSeconds }) => serverSeconds),
    providerBytes: middleOf(({ providerBytes }) => providerBytes),
    providerCpuSeconds: middleOf(({ providerCpuSeconds = null }) => providerCpuSeconds),
    providerCpuBeyondFloor: null,
    stateBytesPerRole: phase === "up" ? stateBytesPerRole(first, all) : null,
    astray: total(first.requests) === 0 ? 0 : Math.max(...rounds.map(({ roles }) => Math.abs(wanted - roles))),
    ...(failure !== undefined && { failure }),
  };
}

/** How much larger the state is than when empty, as after `destroy`. */
function stateBytesPerRole(up: Measurement, all: readonly Measurement[]): number | null {
  const empty = all.find(
    (one) =>
      one.phase === "destroy" &&
      one.failure === undefined &&
      one.system === up.system &&
      one.round === up.round &&
      scenarioKey(one) === scenarioKey(up),
  );
  return empty === undefined ? null : (up.stateBytes - empty.stateBytes) / up.size;
}

const total = (requests: Record<string, number>) => Object.values(requests).reduce((sum, count) => sum + count, 0);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}
