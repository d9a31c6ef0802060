import type { Command } from "commander";
import { createProgram } from "../../../cli/program.js";

/** What a command line printed, and its exit code. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in this process, with only these CLOUDONE_ variables. */
export async function runCommand(line: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const run: Run = { code: 0, stdout: "", stderr: "" };
  const program = createProgram();
  const configure = (command: Command) => {
    command.exitOverride().configureOutput({ writeErr: (text) => capture("stderr")(text) });
    command.commands.forEach(configure);
  };
  const capture = (stream: "stdout" | "stderr") => (text: string | Uint8Array) => {
    run[stream] += String(text);
    return true;
  };
  configure(program);
  const former = { ...process.env };
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("CLOUDONE_"))) delete process.env[name];
  // Set by the test runner.
  delete process.env.FORCE_COLOR;
  Object.assign(process.env, env);
  const [stdout, stderr, exitCode] = [process.stdout.write, process.stderr.write, process.exitCode];
  process.stdout.write = capture("stdout");
  process.stderr.write = capture("stderr");
  process.exitCode = 0;
  try {
    await program.parseAsync([...line], { from: "user" });
    run.code = Number(process.exitCode);
  } catch (error) {
    if (!(error instanceof Error) || !("exitCode" in error)) throw error;
    run.code = Number(error.exitCode);
  } finally {
    Object.assign(process.stdout, { write: stdout });
    Object.assign(process.stderr, { write: stderr });
    process.exitCode = exitCode;
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, former);
  }
  return run;
}
