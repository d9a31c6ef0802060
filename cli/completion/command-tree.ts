import type { Command, Option } from "commander";

/** What may stand in a place: one of some words, a file, a folder, or anything. */
export type Value = readonly string[] | "file" | "folder" | "any";

/** An option as shells complete it. */
export interface OptionNode {
  /** Such as `-o` and `--out`. */
  names: readonly string[];
  description: string;
  /** Undefined for a flag. */
  value: Value | undefined;
  isRepeatable: boolean;
}

/** A command as shells complete it. */
export interface CommandNode {
  name: string;
  description: string;
  options: readonly OptionNode[];
  /** The values of its first argument. */
  argument: Value | undefined;
}

/** The program itself, and its commands. */
export interface CommandTree extends CommandNode {
  commands: readonly CommandNode[];
}

/** Reads the commands and options of a program from commander, as its help shows them. */
export function commandTree(program: Command): CommandTree {
  const commands = program.createHelp().visibleCommands(program);
  const names = commands.map((one) => one.name());
  return {
    ...nodeOf(program),
    commands: commands.map((one) => ({ ...nodeOf(one), ...(one.name() === "help" && { argument: names }) })),
  };
}

function nodeOf(command: Command): CommandNode {
  return {
    name: command.name(),
    description: command.description(),
    options: command.createHelp().visibleOptions(command).map(optionOf),
    argument: command.registeredArguments[0]?.argChoices,
  };
}

function optionOf({ short, long, description, required, flags, argChoices, defaultValue }: Option): OptionNode {
  return {
    names: [short, long].filter((name) => name !== undefined),
    description,
    value: required ? (argChoices ?? placeholderValue(flags)) : undefined,
    isRepeatable: Array.isArray(defaultValue),
  };
}

/** `<file>` and `<dir>` in the flags say what is meant. */
function placeholderValue(flags: string): Value {
  if (flags.includes("<file>")) return "file";
  return flags.includes("<dir>") ? "folder" : "any";
}
