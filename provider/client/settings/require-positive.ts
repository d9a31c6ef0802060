import { ConfigError } from "../errors/config-error.js";

/** The number, if it can be a limit. @throws ConfigError that names it. */
export function requirePositive(name: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ConfigError(`${name} must be a number above 0, not ${value}.`);
}
