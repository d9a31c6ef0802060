import { markdownTable, markdownText } from "../report/markdown-text.js";
import { timeText } from "../report/time-text.js";
import type { Assembled } from "./assemble.js";
import {
  countByKind,
  ENDING,
  endDetail,
  kindName,
  listChange,
  nextSteps,
  OVERDUE,
  objectName,
  resourceName,
  shown,
  unmanagedDetail,
  verdict,
} from "./wording.js";

/** The report for an issue or a pull request. */
export function driftMarkdown({ report, time, gaps, notes }: Assembled): string {
  const blocks = [`## Drift in Cloud One account ${report.account}`, `**${verdict(report)}** As of ${timeText(time)}.`];
  const list = (title: string, items: readonly string[]) => {
    if (items.length > 0) blocks.push(`### ${title}`, items.map((item) => `- ${markdownText(item)}`).join("\n"));
  };
  const table = (title: string, head: string[], rows: string[][]) => {
    if (rows.length > 0) blocks.push(`### ${title}`, markdownTable(head, rows));
  };
  list("Could not be read or compared", gaps);
  table(
    "Changed",
    ["Object", "Property", "Declared", "Actual", "Declared by"],
    report.changed.map((row) => {
      const lists = listChange(row.declared, row.actual);
      const [declared, actual] =
        lists === undefined
          ? [shown(row.declared), shown(row.actual)]
          : [lists.removed.map((item) => `− ${item}`).join(" "), lists.added.map((item) => `+ ${item}`).join(" ")];
      return [objectName(row), row.property, declared, actual, resourceName(row.urn)];
    }),
  );
  table(
    "Missing: declared, but not in the account",
    ["Object", "Declared by"],
    report.missing.map((row) => [objectName(row), resourceName(row.urn)]),
  );
  table(
    "Unmanaged: in the account, but not declared",
    ["Kind", "Name", "Id, role and state"],
    report.unmanaged.map((row) => [kindName(row.kind), row.name, unmanagedDetail(row)]),
  );
  table(
    OVERDUE,
    ["Object", "Still has", "Ended", "Declared by"],
    (report.overdue ?? []).map((row) => [
      objectName(row),
      `role ${row.roleId}, ${row.state}`,
      endDetail(row),
      resourceName(row.urn),
    ]),
  );
  table(
    ENDING,
    ["Object", "Ends", "Declared by"],
    (report.ending ?? []).map((row) => [objectName(row), endDetail(row), resourceName(row.urn)]),
  );
  list("Notes", notes);
  // The sentences are this command's own, so their code stays code.
  const steps = nextSteps(report);
  if (steps.length > 0)
    blocks.push(`### Next, for ${countByKind(report)}`, steps.map((text) => `- ${text}`).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}
