/** The configuration is invalid. The message names the setting and the fix, and never contains a key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError" as const;
}
