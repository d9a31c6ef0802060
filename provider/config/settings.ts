import { ConfigError } from "../client/index.js";
import { unknownSettings, variableOf } from "./config-keys.js";
import type { Sources } from "./sources.js";

/** Reads the settings of one namespace and collects what is wrong with them. */
export class Settings {
  readonly problems: string[];
  readonly #namespace: "cloudone" | "sailpoint";
  readonly #sources: Sources;

  constructor(namespace: "cloudone" | "sailpoint", sources: Sources) {
    this.#namespace = namespace;
    this.#sources = sources;
    this.problems = unknownSettings(sources);
  }

  stack(key: string): string | undefined {
    return this.#sources.config(`${this.#namespace}:${key}`) || undefined;
  }

  env(key: string): string | undefined {
    return this.#sources.env[variableOf(this.#namespace, key)] || undefined;
  }

  /** The stack's configuration takes precedence. */
  value(key: string): string | undefined {
    return this.stack(key) ?? this.env(key);
  }

  /** For secrets the environment takes precedence: it alone brings a rotated one to a plain refresh or destroy. */
  secret(key: string): string | undefined {
    return this.env(key) ?? this.stack(key);
  }

  positive(key: string): number | undefined {
    const text = this.value(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isFinite(value) && value > 0) return value;
    return this.#refuse(key, text, "it must be a number above 0.");
  }

  /** True if either source says so. */
  flag(key: string): boolean {
    return [this.stack(key), this.env(key)]
      .map((text) => {
        if (text === undefined || /^(false|0|no)$/i.test(text)) return false;
        return /^(true|1|yes)$/i.test(text) || this.#refuse(key, text, "it must be true or false.");
      })
      .includes(true);
  }

  oneOf<T extends string>(key: string, values: readonly T[], wanted: string): T | undefined {
    const text = this.value(key);
    if (text === undefined) return undefined;
    return values.find((one) => one === text) ?? this.#refuse(key, text, wanted);
  }

  /** Notes what a parser refuses. */
  attempt(parse: () => unknown): void {
    try {
      parse();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.problems.push(error.message);
    }
  }

  #refuse(key: string, text: string, wanted: string): undefined {
    this.problems.push(
      `${this.#namespace}:${key} (${variableOf(this.#namespace, key)}) is ${JSON.stringify(text)}: ${wanted}`,
    );
  }
}

/** Without undefined values, which the type of the configuration does not allow. */
export function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
