import { Argument, Command } from "commander";
import { bashScript } from "./completion/bash-script.js";
import { commandTree } from "./completion/command-tree.js";
import { fishScript } from "./completion/fish-script.js";
import { zshScript } from "./completion/zsh-script.js";
import { wrapHelp } from "./wrap-help.js";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

const HELP = `
The script completes commands, options, values that are a choice, and names of files and folders. It starts no other program, and
is of this version: print it again after an update.

Exit codes: 0 done, 1 it knows no such shell.

Examples:
  pulumi-cloudone completion bash > ~/.pulumi-cloudone-completion
  pulumi-cloudone completion zsh > "\${fpath[1]}/_pulumi-cloudone"
  pulumi-cloudone completion fish | source`;

/** `pulumi-cloudone completion`: the script with which a shell completes the commands of the program that this one is in. */
export function completionCommand(): Command {
  const command = new Command("completion")
    .description("Print the script with which a shell completes this command.")
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS, _: object, { parent }: Command) => {
      if (parent !== null) process.stdout.write(SCRIPTS[shell](commandTree(parent)));
    });
  return wrapHelp(command, HELP);
}
