import type { Growth } from "../growth/results.ts";
import { STYLE, text } from "./chart.ts";

const WIDTH = 760;
const PLOT = { width: 250, height: 220, top: 48 };
const LEFTS = [46, 420];

interface Curve {
  style: string;
  title: string;
  system: Growth["system"];
  step: string;
}

const CURVES: Curve[] = [
  { style: "floor", title: "a provider that does nothing, preview", system: "floor", step: "preview without changes" },
  { style: "set", title: "sets, preview", system: "set", step: "preview without changes" },
  { style: "single", title: "sets, 1,000 changes", system: "set", step: "up of 1,000 changes" },
  { style: "opentofu", title: "drift", system: "command", step: "drift" },
  { style: "naive", title: "access, html", system: "command", step: "access, html" },
];

/** CPU seconds and peak memory by the number of users, both axes logarithmic. Drawn for light and dark. */
export function growthChart(growth: readonly Growth[]): string {
  const lines = [
    ...plot(growth, LEFTS[0] ?? 0, "CPU seconds", ({ cpuSeconds }) => cpuSeconds),
    ...plot(growth, LEFTS[1] ?? 0, "Peak memory, MB", ({ peakBytes }) => peakBytes / 1e6),
  ];
  const legendTop = PLOT.top + PLOT.height + 50;
  const legend = CURVES.flatMap(({ style, title }, n) => {
    const [x, y] = [LEFTS[n % 2] ?? 0, legendTop + Math.floor(n / 2) * 20];
    return [
      `<rect class="${style}" x="${x}" y="${y - 10}" width="14" height="10" rx="2"/>`,
      text(x + 20, y, title, "note"),
    ];
  });
  const height = legendTop + Math.ceil(CURVES.length / 2) * 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="CPU seconds and memory by the number of users">
<style>${STYLE}
  polyline { fill: none; stroke-width: 2; }
  polyline.floor { stroke: #8c959f; fill: none; } polyline.single { stroke: #0969da; fill: none; } polyline.set { stroke: #1a7f5a; fill: none; }
  polyline.naive { stroke: #bc4c00; fill: none; } polyline.opentofu { stroke: #8250df; fill: none; }
  .guide { stroke: #8c959f; stroke-dasharray: 3 4; }
</style>
${[...lines, ...legend].join("\n")}
</svg>
`;
}

function plot(growth: readonly Growth[], left: number, title: string, value: (row: Growth) => number): string[] {
  const shown = growth.filter((row) => row.failure === undefined && CURVES.some((one) => isOf(one, row)));
  const sizes = [...new Set(shown.map(({ users }) => users))].sort((a, b) => a - b);
  const values = shown.map(value).filter((one) => one > 0);
  const [low, high] = [decade(Math.min(...values), Math.floor), decade(Math.max(...values), Math.ceil)];
  const [first = 1, last = 1] = [sizes[0], sizes.at(-1)];
  const x = (users: number) => left + share(users, first, last) * PLOT.width;
  const y = (of: number) => PLOT.top + (1 - share(of, low, high)) * PLOT.height;
  const decades: number[] = [];
  for (let at = low; at <= high; at *= 10) decades.push(at);
  return [
    text(left, 20, title, "title"),
    ...decades.flatMap((at) => [
      `<line class="guide" x1="${left}" x2="${left + PLOT.width}" y1="${y(at)}" y2="${y(at)}"/>`,
      text(left - 44, y(at) + 4, at.toLocaleString("en"), "note"),
    ]),
    ...sizes.map((users) => text(x(users) - 20, PLOT.top + PLOT.height + 18, users.toLocaleString("en"), "note")),
    ...CURVES.map((curve) => {
      const rows = shown.filter((row) => isOf(curve, row)).sort((a, b) => a.users - b.users);
      const points = rows.map((row) => `${x(row.users).toFixed(1)},${y(value(row)).toFixed(1)}`);
      return `<polyline class="${curve.style}" points="${points.join(" ")}"/>`;
    }),
  ];
}

function isOf({ system, step }: Curve, row: Growth): boolean {
  return row.system === system && row.step === step;
}

function decade(of: number, round: (power: number) => number): number {
  return 10 ** round(Math.log10(of));
}

function share(of: number, low: number, high: number): number {
  return high === low ? 0 : Math.log(of / low) / Math.log(high / low);
}
