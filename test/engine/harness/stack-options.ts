import type { Cloud } from "./cloud.js";
import type { Result } from "./result.js";

export interface StackOptions {
  /** The cloud whose address and key the stack uses. */
  cloud?: Cloud;
  /** Where the key is: in the environment, as secret stack configuration, or nowhere. @default "environment" */
  credentials?: "environment" | "config" | "none";
  /** Plain configuration, by full key: `{ "cloudone:readOnly": "true" }`. */
  config?: Record<string, string>;
  /** Secret configuration, by full key. Its values must not show up anywhere in plain text. */
  secrets?: Record<string, string>;
  /** Environment of the engine and therefore of the provider. */
  env?: Record<string, string>;
  /**
   * Whether a passphrase protects its secrets, as users have it; otherwise a key store does.
   * @default only if its configuration has secrets, or it has a folder of its own
   */
  passphrase?: boolean;
  /** More strings that must not show up anywhere in plain text. */
  mustNotLeak?: string[];
  /** A program's directory outside the repository, with its Pulumi.yaml. It is removed at the end. */
  folder?: string;
  /** @default "dev" */
  name?: string;
  /** The project's name; for a program's directory, the one in its Pulumi.yaml. @default "access" */
  project?: string;
}

export interface OperationOptions {
  /** The run must fail; without this it must succeed. */
  fails?: boolean;
  /** `up` only. @default false: with a preview, as users run it */
  skipPreview?: boolean;
  /** Exit code 7 on changes, which counts as a failure. */
  expectNoChanges?: boolean;
  diff?: boolean;
  /** `up` and `preview` only. */
  refresh?: boolean;
  /** `refresh` and `destroy` only. */
  runProgram?: boolean;
  /** `refresh` only. */
  previewOnly?: boolean;
  /** Pulumi names of resources that are in the state. */
  target?: string[];
  /** More arguments of the command. */
  args?: string[];
  env?: Record<string, string>;
  /** @default 120 */
  timeoutSeconds?: number;
}

/** A run that a test watches or kills while it is in progress. */
export interface SpawnedRun {
  pid: number;
  printed(): string;
  /** SIGKILL for the engine itself; its plugins live on, as in a real crash. */
  kill(): void;
  /** What it did. Also resolves if it failed or was killed. */
  done: Promise<Result>;
}
