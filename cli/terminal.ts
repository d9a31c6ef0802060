import { styleText } from "node:util";
import { visibleLines } from "./report/escape-text.js";

/** The text styles that reports use. */
export type Look = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** What the destination of a text report can show. */
export interface TextStyle {
  /** The maximum width in columns; Infinity if the text goes to a file or a pipe. */
  width: number;
  paint(look: Look, text: string): string;
}

/** For files and pipes. */
export const plainStyle: TextStyle = { width: Number.POSITIVE_INFINITY, paint: (_, text) => text };

/** For stdout: the width of a terminal, and the colours that NO_COLOR, FORCE_COLOR and the terminal allow. */
export function stdoutStyle(): TextStyle {
  return {
    width: process.stdout.isTTY ? Math.max(40, process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY,
    paint: (look, text) => styleText(look, text, { stream: process.stdout }),
  };
}

/** Prints a remark about the report to stderr, so that a pipe gets only the report. */
export function note(text: string): void {
  process.stderr.write(`${visibleLines(text)}\n`);
}
