import { run as runCommand } from "../../run.ts";
import { cpuSecondsOfChildren, processesIn } from "./processes.ts";

const SAMPLE_MS = 200;

export interface Command {
  file: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Appears in the command line of the process whose memory is measured. */
  provider: string;
  timeoutSeconds: number;
}

export interface Cost {
  seconds: number;
  cpuSeconds: number | null;
  providerBytes: number | null;
  failure?: string;
}

/**
 * Runs one command at a time and measures it. Its CPU time is what the kernel counts for ended children and their
 * children; memory is the provider's own high-water mark, sampled five times a second.
 */
export async function run({ file, args, cwd, env, provider, timeoutSeconds }: Command): Promise<Cost> {
  const before = await cpuSecondsOfChildren();
  const started = performance.now();
  const command = runCommand(file, args, { cwd, env, extendEnv: false, all: true, timeout: timeoutSeconds * 1000 });
  let peak = 0;
  const sample = setInterval(async () => {
    for (const { commandLine, peakBytes } of await processesIn(cwd)) {
      if (commandLine.includes(provider)) peak = Math.max(peak, peakBytes);
    }
  }, SAMPLE_MS);
  const { exitCode, timedOut, all } = await command;
  clearInterval(sample);
  const seconds = (performance.now() - started) / 1000;
  const after = await cpuSecondsOfChildren();
  const failure = timedOut
    ? `not done after ${timeoutSeconds} s`
    : exitCode === 0
      ? undefined
      : failureOf(exitCode, all);
  return {
    seconds,
    cpuSeconds: before === null || after === null ? null : after - before,
    providerBytes: peak === 0 ? null : peak,
    ...(failure !== undefined && { failure }),
  };
}

/** What the command reports as errors, each once. */
function failureOf(code: number | undefined, output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[\s│╷╵]+/, "").trim());
  const errors = lines.filter((line) => /^error:/i.test(line));
  const said = errors.length > 0 ? [...new Set(errors)].slice(0, 2) : lines.filter((line) => line !== "").slice(-2);
  return `exit code ${code}: ${said.join(" | ")}`;
}
