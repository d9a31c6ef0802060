import * as pulumi from "@pulumi/pulumi";

// Keyed by the connection to the engine: one process may run several programs, one after the other.
const programs = new WeakMap<object, Map<string, number>>();
const noMonitor = {};

/**
 * How many resources of a kind the program has declared, including this one, when it first pauses. The engine asks the provider
 * about one at a time; the number tells the provider when it has seen all of them.
 */
export async function howMany(kind: string): Promise<number> {
  const key = pulumi.runtime.getMonitor() ?? noMonitor;
  const counts = programs.get(key) ?? new Map<string, number>();
  programs.set(key, counts);
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  await new Promise((resolve) => setImmediate(resolve));
  return counts.get(kind) ?? 0;
}
