import { join, resolve } from "node:path";
import { execa } from "execa";
import type { Run } from "../unit/cli/run-command.js";

const COMMAND = join(resolve(import.meta.dirname, "..", ".."), "dist", "cli", "main.js");

interface BuiltOptions {
  env?: Record<string, string>;
  nodeFlags?: string[];
  /** A shell command line behind a pipe, or a redirection; `$0 "$@"` is the command. @default runs it alone */
  shell?: string;
  /** Called with the process once it runs. */
  onStart?: (child: { kill(signal: "SIGINT"): boolean }) => void;
}

/** Runs the built command as a separate process, with only these CLOUDONE_ variables. */
export async function runBuilt(
  line: readonly string[],
  options: BuiltOptions = {},
): Promise<Run & { signal: string | null }> {
  const { env = {}, nodeFlags = [], shell, onStart } = options;
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CLOUDONE_|NODE_OPTIONS)/.test(name));
  const args = [process.execPath, ...nodeFlags, COMMAND, ...line];
  const [file = "", ...rest] = shell === undefined ? args : ["bash", "-c", shell, ...args];
  const child = execa(file, rest, {
    env: { ...Object.fromEntries(inherited), ...env },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    stripFinalNewline: false,
  });
  onStart?.(child);
  const { exitCode = -1, stdout, stderr, signal = null } = await child;
  return { code: exitCode, stdout, stderr, signal };
}
