/** The configuration cannot be used. The message names the setting and the cure, and never holds a key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError" as const;
}
