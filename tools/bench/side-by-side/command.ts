import { run as runCommand } from "../../run.ts";
import { costOf, cpuSecondsOfChildren, type ProcessCost, processesIn } from "./processes.ts";

const FIND_MS = 200;
const SAMPLE_MS = 20;

interface Command {
  file: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Appears in the command line of the process whose memory is measured. */
  provider: string;
  timeoutSeconds: number;
}

interface Cost {
  seconds: number;
  cpuSeconds: number | null;
  providerBytes: number | null;
  providerCpuSeconds: number | null;
  failure?: string;
}

/**
 * Runs one command at a time and measures it. Its CPU time is what the kernel counts for ended children and their
 * children. The engine kills the provider, so its figures are read from the kernel fifty times a second.
 */
export async function run({ file, args, cwd, env, provider, timeoutSeconds }: Command): Promise<Cost> {
  const before = await cpuSecondsOfChildren();
  const started = performance.now();
  const command = runCommand(file, args, { cwd, env, extendEnv: false, all: true, timeout: timeoutSeconds * 1000 });
  const costs = new Map<number, ProcessCost | undefined>();
  const find = setInterval(async () => {
    for (const pid of await processesIn(cwd, provider)) if (!costs.has(pid)) costs.set(pid, undefined);
  }, FIND_MS);
  const sample = setInterval(async () => {
    // A zombie process has no memory left.
    for (const [pid, last] of costs) costs.set(pid, higher(last, await costOf(pid)));
  }, SAMPLE_MS);
  const { exitCode, timedOut, all } = await command;
  clearInterval(find);
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
    ...providerCost([...costs.values()].filter((cost) => cost !== undefined)),
    ...(failure !== undefined && { failure }),
  };
}

const higher = (one: ProcessCost | undefined, other: ProcessCost | undefined): ProcessCost => ({
  peakBytes: Math.max(one?.peakBytes ?? 0, other?.peakBytes ?? 0),
  cpuSeconds: Math.max(one?.cpuSeconds ?? 0, other?.cpuSeconds ?? 0),
});

/** An `up` with a preview has two providers, one after the other. */
function providerCost(costs: readonly ProcessCost[]): Pick<Cost, "providerBytes" | "providerCpuSeconds"> {
  if (costs.length === 0) return { providerBytes: null, providerCpuSeconds: null };
  return {
    providerBytes: Math.max(...costs.map(({ peakBytes }) => peakBytes)),
    providerCpuSeconds: costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  };
}

/** What the command reports as errors, each once. */
function failureOf(code: number | undefined, output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[\s│╷╵]+/, "").trim());
  const errors = lines.filter((line) => /^error:/i.test(line));
  const shown = errors.length > 0 ? [...new Set(errors)].slice(0, 2) : lines.filter((line) => line !== "").slice(-2);
  return `exit code ${code}: ${shown.join(" | ")}`;
}
