import type { Row } from "./summary.ts";
import { scenarioKey } from "./summary.ts";
import { TITLES } from "./systems/index.ts";

/** A table of strings; the first row holds the titles. */
export type Table = string[][];

/** For a terminal: a line for each phase of each scenario, a column for each system. */
export function page(rows: readonly Row[]): string {
  const systems = Object.keys(TITLES).filter((name) => rows.some(({ system }) => system === name));
  const lines = [...Map.groupBy(rows, (row) => `${scenarioKey(row)},${row.phase}`).values()].map((some) => {
    const [
      { size, latencyMs, requestsPerSecond, phase } = { size: 0, latencyMs: 0, requestsPerSecond: null, phase: "" },
    ] = some;
    const limit = requestsPerSecond === null ? "" : `, ${requestsPerSecond}/s`;
    const cell = (row: Row | undefined) => {
      if (row === undefined) return "-";
      if (row.failure !== undefined) return "failed";
      return `${fixed(row.seconds, 1)}${row.timesFloor === null ? "" : ` (${fixed(row.timesFloor, 2)})`}`;
    };
    return [
      `${size} roles, ${latencyMs} ms${limit}: ${phase}`,
      ...systems.map((name) => cell(some.find(({ system }) => system === name))),
    ];
  });
  return aligned([["seconds (times the floor)", ...systems.map((name) => TITLES[name] ?? name)], ...lines]);
}

/** For a terminal: a table for each scenario and phase. */
export function textTables(rows: readonly Row[]): string {
  const scenarios = Map.groupBy(rows, scenarioKey);
  return [...scenarios.values()]
    .map((all) => {
      const [{ size, latencyMs, requestsPerSecond } = { size: 0, latencyMs: 0, requestsPerSecond: null }] = all;
      const server = `${latencyMs} ms per response, ${requestsPerSecond === null ? "no limit" : `${requestsPerSecond} requests/s`}`;
      const phases = Map.groupBy(all, ({ phase }) => phase);
      const tables = [...phases].map(([phase, some]) => `## ${phase}\n\n${aligned(phaseTable(some))}`);
      return [`# ${size} roles, ${server}`, ...tables, routeLines(all)].join("\n\n");
    })
    .join("\n\n");
}

function phaseTable(rows: readonly Row[]): Table {
  const titles = [
    "system",
    "seconds",
    "× floor",
    "CPU s",
    "× floor",
    "requests",
    "refused",
    "in flight",
    "MB",
    "provider CPU s",
    "beyond floor",
    "bytes/role",
  ];
  const cells = rows.map((row) => [
    row.system + (row.failure === undefined ? "" : " (failed)"),
    fixed(row.seconds, 2),
    fixed(row.timesFloor, 2),
    fixed(row.cpuSeconds, 2),
    fixed(row.cpuTimesFloor, 2),
    fixed(row.requests, 0),
    fixed(row.refused, 0),
    fixed(row.peakInFlight, 0),
    megabytes(row.providerBytes),
    fixed(row.providerCpuSeconds, 2),
    fixed(row.providerCpuBeyondFloor, 2),
    fixed(row.stateBytesPerRole, 0),
  ]);
  return [titles, ...cells];
}

export function fixed(value: number | null, digits: number): string {
  return value === null ? "-" : value.toFixed(digits);
}

export function megabytes(bytes: number | null): string {
  return bytes === null ? "-" : (bytes / 1e6).toFixed(0);
}

/** The first column left-aligned, the others right-aligned. */
function aligned(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table
    .map((row) =>
      row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join("  "),
    )
    .join("\n");
}

function routeLines(rows: readonly Row[]): string {
  const lines = rows
    .filter(({ requests, failure }) => requests > 0 || failure !== undefined)
    .map(({ phase, system, routes, astray, failure }) => {
      const counts = Object.entries(routes).map(([route, count]) => `${count} ${route}`);
      const lost = astray === 0 ? "" : `; ${astray} roles astray`;
      return `${phase}, ${system}: ${counts.join(", ")}${lost}${failure === undefined ? "" : `; ${failure}`}`;
    });
  return `## Requests by route\n\n${lines.join("\n")}`;
}
