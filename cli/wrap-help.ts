import type { Command } from "commander";

/**
 * Adds text under the options of a command's help. Paragraphs are wrapped to the terminal's width; lines that start with a
 * space stay as they are.
 */
export function wrapHelp(command: Command, text: string): Command {
  return command.addHelpText("after", ({ error }) => {
    const { getOutHelpWidth, getErrHelpWidth } = command.configureOutput();
    const width = (error ? getErrHelpWidth?.() : getOutHelpWidth?.()) ?? 80;
    const helper = command.createHelp();
    const unbroken = text.trim().replace(/(?<!\n)\n(?=\S)/g, " ");
    const lines = unbroken.split("\n").map((line) => (line.startsWith(" ") ? line : helper.boxWrap(line, width)));
    return `\n${lines.join("\n")}`;
  });
}
