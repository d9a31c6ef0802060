import { deepEqual } from "./deep-equal.js";

/** The policy properties of a kind with their defaults. */
export type Policies = Record<string, unknown>;

/**
 * The policies to keep in the outputs, since a delete sees nothing else: those that differ from their defaults.
 * `guard.allow` permits one run and is never stored.
 */
export function storedPolicies(defaults: Policies, inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(defaults)
      .map(([key, fallback]) => [key, withoutAllow(inputs[key]) ?? fallback] as const)
      .filter(([key, value]) => !deepEqual(value, defaults[key])),
  );
}

/** Whether the declared policies are those of the stored outputs. */
export function samePolicies(
  defaults: Policies,
  olds: Record<string, unknown>,
  news: Record<string, unknown>,
): boolean {
  return deepEqual(storedPolicies(defaults, olds), storedPolicies(defaults, news));
}

function withoutAllow(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { allow: _, ...rest } = value as Record<string, unknown>;
  return Object.keys(rest).length === 0 ? undefined : rest;
}
