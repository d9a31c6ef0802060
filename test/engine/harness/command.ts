import { execa } from "execa";
import { addToTranscript } from "./transcript.js";

export interface CommandResult {
  /** null if it was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, in the order in which they arrived. */
  output: string;
}

export interface Command {
  /** undefined if it could not be started. */
  pid: number | undefined;
  /** What it has printed so far. */
  printed(): string;
  done: Promise<CommandResult>;
}

export interface CommandOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  timeoutSeconds?: number;
}

/** Starts a command and adds its output to the test's transcript. Kills a hanging command by its pid. */
export function startCommand(command: string, args: string[], options: CommandOptions): Command {
  const { cwd, env, timeoutSeconds = 120 } = options;
  const title = `$ ${command} ${args.join(" ")}`;
  const child = execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: "ignore",
    // Tests read what is printed while it runs.
    buffer: false,
    timeout: timeoutSeconds * 1000,
    killSignal: "SIGKILL",
    reject: false,
  });
  const printed = { stdout: "", stderr: "", output: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      printed.output += text;
    });
  }
  // After SIGKILL the engine's plugins live on and keep its pipes open.
  child.nodeChildProcess.once("exit", (_, signal) => {
    if (signal === null) return;
    child.stdout.destroy();
    child.stderr.destroy();
  });
  const done = child.then((ended): CommandResult => {
    const { exitCode = null, signal, timedOut, durationMs } = ended;
    if (timedOut) {
      addToTranscript(`${title}\n${printed.output}\n(killed: not done after ${timeoutSeconds} s)\n`);
      throw new Error(`${title}\nwas not done after ${timeoutSeconds} s. It printed:\n${printed.output}`);
    }
    if (exitCode === null && signal === undefined) throw ended;
    addToTranscript(`${title}\n${printed.output}\n(exit ${exitCode ?? signal}, ${(durationMs / 1000).toFixed(1)} s)\n`);
    return { code: exitCode, ...printed };
  });
  // A caller that awaits later must not make node stop for an unhandled rejection.
  done.catch(() => undefined);
  return { pid: child.pid, printed: () => printed.output, done };
}
