import { PHASES, type Phase } from "../side-by-side/scenario.ts";
import { fixed, megabytes, type Table } from "../side-by-side/tables.ts";
import type { Rows } from "./pick.ts";

const SMALL = 10;
const SIZE = 1_000;
const LIMIT = 10;

/** Seconds of single resources, times the engine's floor. */
const FLOOR_GOALS: { size: number; latencyMs?: number; phase: Phase; bound: number }[] = [
  ...[10, 100].flatMap((size) =>
    (["up", "preview", "refresh", "destroy"] as const).map((phase) => ({ size, phase, bound: 1.05 })),
  ),
  { size: 100, latencyMs: 50, phase: "refresh", bound: 1.15 },
  { size: 100, latencyMs: 50, phase: "destroy", bound: 1.25 },
  ...PHASES.map((phase) => ({ size: SIZE, phase, bound: phase === "refresh" ? 1.08 : 1.15 })),
];

/** The goals, and what was measured. */
export function goalTable(rows: Rows): Table {
  const at = (system: string, phase: Phase) => rows.one({ size: SIZE }, system, phase);
  const ratio = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined || b === 0 ? undefined : a / b;
  const faster = (system: string) => ratio(at(system, "up")?.seconds, at("set", "up")?.seconds);
  const fewer = (ours: string, theirs: string) => ratio(at(theirs, "refresh")?.requests, at(ours, "refresh")?.requests);
  const limited = rows.sizes({ requestsPerSecond: LIMIT }).at(-1) ?? 0;
  const paced = (system: string) => {
    const up = rows.one({ size: limited, requestsPerSecond: LIMIT }, system, "up");
    if (up === undefined || up.failure !== undefined || up.astray > 0) return undefined;
    return up.serverSeconds / ((up.requests - up.refused) / LIMIT);
  };
  const memory = (system: string) => {
    const peaks = PHASES.flatMap((phase) => at(system, phase)?.providerBytes ?? []);
    return peaks.length === 0 ? undefined : Math.max(...peaks);
  };
  const table: Table = [["", "goal", "measured", ""]];
  const most = (what: string, value: number | null | undefined, bound: number, shown = value && fixed(value, 2)) =>
    table.push([
      what,
      `at most ${bound}`,
      ...verdict(shown ?? undefined, value !== null && value !== undefined && value <= bound),
    ]);
  const least = (what: string, value: number | undefined, bound: number) =>
    table.push([
      what,
      `at least ${bound}`,
      ...verdict(value && fixed(value, 1), value !== undefined && value >= bound),
    ]);
  for (const [phase, bound] of [
    ["preview", 0.12],
    ["up", 0.2],
  ] as const) {
    const beyond = rows.one({ size: SMALL }, "single", phase)?.providerCpuBeyondFloor;
    most(`${SMALL} single resources, ${phase}, provider's CPU seconds beyond the floor's`, beyond, bound);
  }
  for (const { size, latencyMs = 0, phase, bound } of FLOOR_GOALS) {
    const server = latencyMs === 0 ? "" : `, ${latencyMs} ms`;
    const measured = rows.one({ size, latencyMs }, "single", phase)?.timesFloor;
    most(`${size.toLocaleString("en")} single resources${server}, ${phase}, times the floor`, measured, bound);
  }
  least("1,000 in one set, first up, times faster than OpenTofu", faster("opentofu"), 8);
  least("1,000 in one set, first up, times faster than naive", faster("naive"), 20);
  least("1,000 single resources, refresh, times fewer requests than OpenTofu", fewer("single", "opentofu"), 50);
  least("1,000 single resources, refresh, times fewer requests than naive", fewer("single", "naive"), 50);
  most(`single resources at ${LIMIT} requests/s, times requests / rate`, paced("single"), 1.05);
  most(`one set at ${LIMIT} requests/s, times requests / rate`, paced("set"), 1.05);
  for (const [name, system] of [
    ["single resources", "single"],
    ["one set", "set"],
    ["engine's floor", "floor"],
  ] as const) {
    const peak = memory(system);
    most(`1,000, ${name}, provider process, MB`, peak && peak / 1e6, 150, peak && megabytes(peak));
  }
  return table;
}

function verdict(shown: string | number | undefined, isHeld: boolean): [string, string] {
  return shown === undefined || shown === 0 ? ["not measured", ""] : [String(shown), isHeld ? "held" : "**missed**"];
}
