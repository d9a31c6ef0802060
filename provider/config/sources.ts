/** Where settings come from. */
export interface Sources {
  /** Reads a Pulumi config key with its namespace, such as `cloudone:apiKey`. */
  config(key: string): string | undefined;
  /** All Pulumi config keys that are set, with their namespaces. @default none is judged */
  keys?: () => readonly string[];
  /** The Pulumi project's name, whose own settings have it as their namespace. */
  project?: string | undefined;
  env: Record<string, string | undefined>;
}
