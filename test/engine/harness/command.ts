import { type ChildProcess, spawn } from "node:child_process";
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
  process: ChildProcess;
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
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const title = `$ ${command} ${args.join(" ")}`;
  const started = Date.now();
  let stdout = "";
  let stderr = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    output += text;
  });
  const done = new Promise<CommandResult>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      // What it started may hold the pipes open, so do not wait for them.
      addToTranscript(`${title}\n${output}\n(killed: not done after ${timeoutSeconds} s)\n`);
      reject(new Error(`${title}\nwas not done after ${timeoutSeconds} s. It printed:\n${output}`));
    }, timeoutSeconds * 1000);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    const settle = (code: number | null) => {
      clearTimeout(timer);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      addToTranscript(`${title}\n${output}\n(exit ${code ?? child.signalCode}, ${seconds} s)\n`);
      resolve({ code, stdout, stderr, output });
    };
    child.once("close", settle);
    // After SIGKILL the engine's plugins live on and keep its pipes open.
    child.once("exit", (code, signal) => {
      if (signal !== null) {
        child.removeListener("close", settle);
        settle(code);
      }
    });
  });
  // A caller that awaits later must not make node stop for an unhandled rejection.
  done.catch(() => undefined);
  return { process: child, printed: () => output, done };
}
