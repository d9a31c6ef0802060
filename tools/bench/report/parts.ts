import type { Growth } from "../growth/results.ts";
import type { Machine, Results, Walk } from "../side-by-side/results.ts";
import type { Row } from "../side-by-side/summary.ts";
import { summarize } from "../side-by-side/summary.ts";
import { TITLES } from "../side-by-side/systems/index.ts";
import { fixed, megabytes, type Table } from "../side-by-side/tables.ts";
import { goalTable } from "./goals.ts";
import { growthTable } from "./growth-table.ts";
import { markdown } from "./markdown.ts";
import { type Choice, PHASE_TITLES, phasesOf, Rows, systemsOf } from "./pick.ts";

/** The server's limit in the rate limit measurement. */
const LIMIT = 10;
/** The smallest size whose routes are shown. */
const ROUTES_FROM = 1_000;

/** Everything the documents show of the results, by name. */
export function partsOf(
  { day, machine, walks = [], importMs, measurements }: Results,
  growth: readonly Growth[],
): Record<string, string> {
  const rows = new Rows(summarize(measurements));
  return {
    machine: machineLine(day, machine),
    goals: markdown(goalTable(rows)),
    seconds: perSize(rows, {}, secondsTable),
    cost: perSize(rows, {}, costTable),
    latency: perSize(rows, { latencyMs: 50 }, secondsTable),
    flight: perSize(rows, { latencyMs: 50 }, flightTable),
    limit: perSize(rows, { requestsPerSecond: LIMIT }, limitTable),
    routes: perSize(rows, {}, routeTable, ROUTES_FROM),
    walks: markdown(walkTable(walks)),
    imports:
      importMs === undefined
        ? "Not measured yet."
        : `It adds ${importMs.toFixed(0)} ms to a program that loads the SDK.`,
    growth: markdown(growthTable(growth)),
    scale: perSize(rows, {}, scaleTable, 1_000),
  };
}

function machineLine(day: string, machine: Machine): string {
  const { cores, memoryGiB, platform, node, pulumi, pulumiSdk, openTofu, restProvider, product } = machine;
  return (
    `Measured on ${day} with ${cores} cores and ${memoryGiB} GiB of memory (${platform}): Node.js ${node}, Pulumi ${pulumi} with ` +
    `@pulumi/pulumi ${pulumiSdk}, OpenTofu ${openTofu} with terraform-provider-restapi ${restProvider}, pulumi-cloudone ${product}.`
  );
}

function perSize(rows: Rows, kind: Omit<Choice, "size">, table: (rows: Row[]) => Table, from = 0): string {
  const sizes = rows.sizes(kind).filter((size) => size >= from);
  if (sizes.length === 0) return "Not measured yet.";
  return sizes
    .map((size) => `**${size.toLocaleString("en")} roles**\n\n${markdown(table(rows.in({ size, ...kind })))}`)
    .join("\n\n");
}

function secondsTable(rows: Row[]): Table {
  const phases = phasesOf(rows);
  const cell = (row: Row | undefined) => {
    if (row === undefined) return "-";
    if (row.failure !== undefined) return "failed";
    return `${fixed(row.seconds, 1)}${row.timesFloor === null ? "" : ` (${fixed(row.timesFloor, 2)})`}`;
  };
  return [
    ["seconds (times the floor)", ...phases.map((phase) => PHASE_TITLES[phase])],
    ...systemsOf(rows).map((name) => [
      TITLES[name] ?? name,
      ...phases.map((phase) => cell(rows.find((row) => row.system === name && row.phase === phase))),
    ]),
  ];
}

function routeTable(rows: Row[]): Table {
  const phases = phasesOf(rows).filter((phase) => phase !== "destroy");
  const cell = (system: string, phase: string) => {
    const routes = rows.find((row) => row.system === system && row.phase === phase)?.routes ?? {};
    const counts = Object.entries(routes).map(([route, count]) => `${count} ${route}`);
    return counts.length === 0 ? "-" : counts.join(", ");
  };
  return [
    ["requests by route", ...phases.map((phase) => PHASE_TITLES[phase])],
    ...systemsOf(rows)
      .filter((name) => name !== "floor")
      .map((name) => [TITLES[name] ?? name, ...phases.map((phase) => cell(name, phase))]),
  ];
}

function flightTable(rows: Row[]): Table {
  const phases = phasesOf(rows);
  const peak = (system: string, phase: string) =>
    rows.find((row) => row.system === system && row.phase === phase)?.peakInFlight ?? null;
  return [
    ["most requests in flight", ...phases.map((phase) => PHASE_TITLES[phase])],
    ...systemsOf(rows)
      .filter((name) => name !== "floor")
      .map((name) => [TITLES[name] ?? name, ...phases.map((phase) => fixed(peak(name, phase), 0))]),
  ];
}

function costTable(rows: Row[]): Table {
  return [
    ["", "CPU s", "× floor", "requests", "provider, MB", "state, bytes per role"],
    ...phasesOf(rows).flatMap((phase) =>
      systemsOf(rows)
        .flatMap((name) => rows.find((row) => row.phase === phase && row.system === name) ?? [])
        .map((row) => [
          `${PHASE_TITLES[phase]}: ${TITLES[row.system] ?? row.system}`,
          fixed(row.cpuSeconds, 1),
          fixed(row.cpuTimesFloor, 2),
          fixed(row.requests, 0),
          megabytes(row.providerBytes),
          fixed(row.stateBytesPerRole, 0),
        ]),
    ),
  ];
}

function limitTable(rows: Row[]): Table {
  const ups = rows.filter(({ phase }) => phase === "up");
  return [
    [
      "first up",
      "whole command, s",
      "at the server, s",
      "times requests / rate",
      "refused requests",
      "roles not created",
    ],
    ...systemsOf(ups).flatMap((name) => {
      const row = ups.find(({ system }) => system === name);
      if (row === undefined) return [];
      const ideal = (row.requests - row.refused) / LIMIT;
      const isDone = row.failure === undefined;
      return [
        [
          TITLES[name] ?? name,
          fixed(row.seconds, 1) + (isDone ? "" : " (failed)"),
          fixed(row.serverSeconds, 1),
          isDone ? fixed(row.serverSeconds / ideal, 2) : "-",
          fixed(row.refused, 0),
          fixed(row.astray, 0),
        ],
      ];
    }),
  ];
}

function walkTable(walks: readonly Walk[]): Table {
  return [
    ["10,000 users, 50 ms per response", "seconds", "requests"],
    ...walks.map(({ pageSize, byRole, roles, seconds, requests }) => [
      `pages of ${pageSize}, ${byRole ? `${roles} lists at the same time, one per role` : "one list"}`,
      fixed(seconds, 1),
      String(requests),
    ]),
  ];
}

function scaleTable(rows: Row[]): Table {
  const ours = rows.filter(({ system }) => /^(single|set)/.test(system));
  const [titles = [], ...lines] = secondsTable(ours.map((row) => ({ ...row, timesFloor: null })));
  const upOf = (name: string) => ours.find((row) => row.system === name && row.phase === "up");
  return [
    ["seconds", ...titles.slice(1), "state, kB", "provider, MB"],
    ...lines.map((line, n) => {
      const up = upOf(systemsOf(ours)[n] ?? "");
      const bytes = up?.stateBytesPerRole ?? null;
      const kilobytes = up === undefined || bytes === null ? "-" : fixed((bytes * up.size) / 1e3, 0);
      return [...line, kilobytes, megabytes(up?.providerBytes ?? null)];
    }),
  ];
}
