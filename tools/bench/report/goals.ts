import { PHASES, type Phase } from "../side-by-side/scenario.ts";
import { fixed, megabytes, type Table } from "../side-by-side/tables.ts";
import type { Rows } from "./pick.ts";

const SIZE = 1_000;
const LIMIT = 10;

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
  const table: Table = [["goal, at 1,000 roles", "goal", "measured", ""]];
  const most = (what: string, value: number | undefined, bound: number, shown = value && fixed(value, 2)) =>
    table.push([what, `at most ${bound}`, ...verdict(shown, value !== undefined && value <= bound)]);
  const least = (what: string, value: number | undefined, bound: number) =>
    table.push([
      what,
      `at least ${bound}`,
      ...verdict(value && fixed(value, 1), value !== undefined && value >= bound),
    ]);
  for (const phase of PHASES) {
    most(`single resources, ${phase}, times the engine's floor`, at("single", phase)?.timesFloor ?? undefined, 1.15);
  }
  least("one set, first up, times faster than OpenTofu", faster("opentofu"), 8);
  least("one set, first up, times faster than naive", faster("naive"), 20);
  least("single resources, refresh, times fewer requests than OpenTofu", fewer("single", "opentofu"), 50);
  least("single resources, refresh, times fewer requests than naive", fewer("single", "naive"), 50);
  most(`single resources at ${LIMIT} requests/s, times requests / rate`, paced("single"), 1.05);
  most(`one set at ${LIMIT} requests/s, times requests / rate`, paced("set"), 1.05);
  for (const [name, system] of [
    ["single resources", "single"],
    ["one set", "set"],
    ["engine's floor", "floor"],
  ] as const) {
    const peak = memory(system);
    most(`${name}, provider process, MB`, peak && peak / 1e6, 150, peak && megabytes(peak));
  }
  return table;
}

function verdict(shown: string | number | undefined, isHeld: boolean): [string, string] {
  return shown === undefined || shown === 0 ? ["not measured", ""] : [String(shown), isHeld ? "held" : "**missed**"];
}
