import type { CommandTree, OptionNode, Value } from "./command-tree.js";

/** For ~/.config/fish/completions. */
export function fishScript({ name, options, commands }: CommandTree): string {
  const line = (condition: string, rest: string) => `complete -c ${name} -n ${quoted(condition)} ${rest}`;
  const top = `not __fish_seen_subcommand_from ${commands.map((one) => one.name).join(" ")}`;
  return `${[
    `# fish completion for ${name}`,
    `complete -c ${name} -f`,
    ...commands.map((one) => line(top, `-a ${one.name} -d ${quoted(one.description)}`)),
    ...options.map((one) => line(top, optionOf(one))),
    ...commands.flatMap((one) => {
      const inIt = `__fish_seen_subcommand_from ${one.name}`;
      return [
        ...(typeof one.argument === "object" ? [line(inIt, `-a ${quoted(one.argument.join(" "))}`)] : []),
        ...one.options.map((option) => line(inIt, optionOf(option))),
      ];
    }),
  ].join("\n")}\n`;
}

function optionOf({ names, description, value }: OptionNode): string {
  const flags = names.map((one) => (one.startsWith("--") ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`));
  return [...flags, ...valueFlags(value), `-d ${quoted(description)}`].join(" ");
}

function valueFlags(value: Value | undefined): string[] {
  if (value === undefined) return [];
  if (value === "file") return ["-r -F"];
  if (value === "folder") return ["-x -a '(__fish_complete_directories)'"];
  return value === "any" ? ["-x"] : [`-x -a ${quoted(value.join(" "))}`];
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
