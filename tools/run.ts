import { execa } from "execa";

/** Runs a command to its end. A time limit, or the end of this process, also ends everything it started. A failure is a result. */
export const run = execa({ stdin: "ignore", reject: false, killDescendants: true, killSignal: "SIGKILL" });

export interface Ended {
  /** Undefined if it was killed or could not be started. */
  exitCode?: number | undefined;
  stdout: string;
  stderr: string;
  shortMessage?: string | undefined;
}

/** What stopped a failed command, or else the last lines that it printed. */
export function whyFailed({ exitCode, stdout, stderr, shortMessage }: Ended, lines = 5): string {
  if (exitCode === undefined && shortMessage !== undefined) return shortMessage;
  return lastLines(stderr || stdout, lines);
}

export function lastLines(text: string, count = 5): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
