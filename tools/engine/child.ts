import { spawn } from "node:child_process";
import type { Log } from "./progress.ts";

export interface ChildResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Why the child was stopped before it finished. */
  ended?: string;
}

export interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Stops the child, and everything it started, after this time. */
  timeoutSeconds?: number;
  /** Called once a second; if it returns a string, the child is stopped for that reason. */
  endWhen?: () => string | undefined;
  log?: Log;
}

/** Runs a command until it ends. Rejects only if it cannot be started. */
export function runChild(command: string, args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  return new Promise((resolve, reject) => {
    // Its own process group, so that what it started ends with it.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const started = Date.now();
    let stdout = "";
    let stderr = "";
    let ended: string | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const end = (reason: string) => {
      if (ended !== undefined || child.pid === undefined) return;
      ended = reason;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    };
    const watch = setInterval(() => {
      const seconds = (Date.now() - started) / 1000;
      if (options.timeoutSeconds !== undefined && seconds > options.timeoutSeconds) {
        end(`not done after ${options.timeoutSeconds} s`);
      }
      const reason = options.endWhen?.();
      if (reason !== undefined) end(reason);
    }, 1000);
    // A separate group does not get the terminal's Ctrl-C.
    const interrupted = () => {
      end("interrupted");
      process.exit(130);
    };
    process.once("SIGINT", interrupted);
    process.once("SIGTERM", interrupted);
    const cleanUp = () => {
      clearInterval(watch);
      process.removeListener("SIGINT", interrupted);
      process.removeListener("SIGTERM", interrupted);
    };
    child.once("error", (error) => {
      cleanUp();
      reject(error);
    });
    child.once("close", (code) => {
      cleanUp();
      resolve({ code, stdout, stderr, ...(ended === undefined ? {} : { ended }) });
    });
  });
}

/** The last lines of a command's output: enough to see why it failed. */
export function lastLines(text: string, count = 5): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
