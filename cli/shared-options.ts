import { InvalidArgumentError, Option } from "commander";

/** `--format`, with the formats of a command; the first one is the default. */
export function formatOption<F extends string>(formats: readonly [F, ...F[]]): Option {
  return new Option("--format <format>", "the output format").choices(formats).default(formats[0]);
}

/** `--quiet`: no progress and no remarks on stderr, only warnings and errors. */
export function quietOption(): Option {
  return new Option("-q, --quiet", "print only warnings and errors on stderr");
}

/** `--stack NAME` and `--cwd DIR`, for commands that take their settings from a stack too. */
export function stackOptions(): [Option, Option] {
  return [
    new Option(
      "-s, --stack <name>",
      "also read cloudone:* from this stack; otherwise only the environment counts",
    ).argParser(notEmpty),
    new Option("-C, --cwd <dir>", "the project's folder, for --stack").default("."),
  ];
}

/** `--out FILE`, for commands that print one document. */
export function outOption(): Option {
  return new Option("-o, --out <file>", "write to this file instead of stdout").argParser(notEmpty);
}

/** Refuses an empty value, which an unset variable would produce. */
export function notEmpty(value: string): string {
  if (value === "") throw new InvalidArgumentError("It is empty.");
  return value;
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, former: readonly string[]): string[] {
  return [...former, notEmpty(value)];
}
