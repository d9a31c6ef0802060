import type { Growth } from "../growth/results.ts";
import { fixed, megabytes, type Table } from "../side-by-side/tables.ts";

const NAMES = { set: "both sets", floor: "a provider that does nothing", command: "pulumi-cloudone" };

/** CPU seconds and peak memory of each step, a column for each size; the last one says what ten times as many users cost. */
export function growthTable(growth: readonly Growth[]): Table {
  const sizes = [...new Set(growth.map(({ users }) => users))].sort((a, b) => a - b);
  const steps = [...Map.groupBy(growth, ({ system, step }) => `${NAMES[system]}: ${step}`)];
  const cell = (row: Growth | undefined) => {
    if (row === undefined) return "-";
    return row.failure === undefined
      ? `${fixed(row.cpuSeconds, 1)} s, ${megabytes(row.peakBytes)} MB`
      : "does not finish";
  };
  const [before, last] = sizes.slice(-2);
  return [
    [
      "CPU seconds, peak memory",
      ...sizes.map((size) => `${size.toLocaleString("en")} users`),
      "CPU, last / previous size",
    ],
    ...steps.map(([name, rows]) => {
      const at = (size: number | undefined) => rows.find(({ users }) => users === size);
      const [one, ten] = [at(before), at(last)];
      const isKnown = one !== undefined && ten !== undefined && ten.failure === undefined && one.cpuSeconds > 0;
      const times = isKnown ? fixed(ten.cpuSeconds / one.cpuSeconds, 1) : "-";
      return [name, ...sizes.map((size) => cell(at(size))), times];
    }),
  ];
}
