import type { Row } from "../side-by-side/summary.ts";
import { TITLES } from "../side-by-side/systems/index.ts";
import { PHASE_TITLES, phasesOf, systemsOf } from "./pick.ts";

const WIDTH = 760;
const NAMES = 190;
const BARS = WIDTH - NAMES - 90;
const LINE = 20;
const TITLE = 30;

/** For light and dark. */
export const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 13px; }
  .note { fill: #59636e; }
  .floor { fill: #8c959f; } .single { fill: #0969da; } .set { fill: #1a7f5a; } .naive { fill: #bc4c00; } .opentofu { fill: #8250df; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .floor { fill: #6e7681; } .single { fill: #4493f8; } .set { fill: #3fb98a; } .naive { fill: #f0883e; } .opentofu { fill: #ab7df8; }
  }`;

/** Bars of seconds for each phase; each phase has its own scale. Drawn for light and dark. */
export function chart(rows: readonly Row[], size: number): string {
  const shown = rows.filter(({ system }) => ["floor", "single", "set", "naive", "opentofu"].includes(system));
  const systems = systemsOf(shown);
  let y = 24;
  const parts = [
    text(
      0,
      y,
      `Seconds for ${size.toLocaleString("en")} roles, a server that responds immediately: shorter is better`,
      "title",
    ),
  ];
  for (const phase of phasesOf(shown)) {
    const most = Math.max(...shown.filter((row) => row.phase === phase).map(({ seconds }) => seconds));
    y += TITLE;
    parts.push(text(0, y, PHASE_TITLES[phase], "title"));
    for (const name of systems) {
      const row = shown.find((one) => one.phase === phase && one.system === name);
      if (row === undefined) continue;
      y += LINE;
      const width = Math.max(1, (row.seconds / most) * BARS);
      const failed = row.failure === undefined ? "" : " (failed)";
      parts.push(text(12, y, TITLES[name] ?? name, "note"));
      parts.push(`<rect class="${name}" x="${NAMES}" y="${y - 11}" width="${width.toFixed(1)}" height="14" rx="2"/>`);
      parts.push(text(NAMES + width + 6, y, `${row.seconds.toFixed(1)} s${failed}`, "note"));
    }
  }
  const height = y + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Seconds of each phase and system">
<style>${STYLE}
</style>
${parts.join("\n")}
</svg>
`;
}

export function text(x: number, y: number, content: string, style: string): string {
  return `<text class="${style}" x="${x.toFixed(1)}" y="${y}">${content.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;
}
