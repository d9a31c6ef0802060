import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import type { Run } from "../unit/cli/run-command.js";

const COMMAND = join(resolve(import.meta.dirname, "..", ".."), "dist", "cli", "main.js");

interface BuiltOptions {
  env?: Record<string, string>;
  nodeFlags?: string[];
  /** A shell command line behind a pipe, or a redirection; `$0 "$@"` is the command. @default runs it alone */
  shell?: string;
  /** Gets the process once it runs. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs the built command as a process of its own, with these variables as its only CLOUDONE_ ones. */
export function runBuilt(
  line: readonly string[],
  options: BuiltOptions = {},
): Promise<Run & { signal: string | null }> {
  const { env = {}, nodeFlags = [], shell, onStart } = options;
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CLOUDONE_|NODE_OPTIONS)/.test(name));
  const args = [process.execPath, ...nodeFlags, COMMAND, ...line];
  const [file = "", ...rest] = shell === undefined ? args : ["bash", "-c", shell, ...args];
  const child = spawn(file, rest, {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onStart?.(child);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => done({ code: code ?? -1, stdout, stderr, signal }));
  });
}
