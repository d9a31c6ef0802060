import type { CommandNode, CommandTree, Value } from "./command-tree.js";

/** The words of a list are this program's own and need no quotes; what is typed is never evaluated. */
export function bashScript(tree: CommandTree): string {
  const { name, commands } = tree;
  const identifier = `_${name.replaceAll("-", "_")}`;
  return `# bash completion for ${name}
${identifier}() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= n
  # bash takes --format=json as three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((n = 1; n < COMP_CWORD; n++)); do
    case \${COMP_WORDS[n]} in
      ${commands.map((one) => one.name).join("|")}) command=\${COMP_WORDS[n]}; break ;;
    esac
  done
  COMPREPLY=()
  case "$command $prev" in
${commands.flatMap(valueCases).join("\n")}
  esac
  case $command in
    "") COMPREPLY=($(compgen -W "${[...commands.map((one) => one.name), ...optionNames(tree)].join(" ")}" -- "$cur")) ;;
${commands.map((one) => `    ${one.name}) ${words([...argumentWords(one), ...optionNames(one)])} ;;`).join("\n")}
  esac
}
complete -F ${identifier} ${name}
`;
}

function valueCases({ name, options }: CommandNode): string[] {
  return options.flatMap(({ names, value }) => {
    if (value === undefined) return [];
    const pattern = names.map((one) => `"${name} ${one}"`).join("|");
    return [`    ${pattern}) ${reply(value)}return ;;`];
  });
}

function reply(value: Value): string {
  if (value === "any") return "";
  if (typeof value !== "string") return `${words(value)}; `;
  return `compopt -o filenames; IFS=$'\\n'; COMPREPLY=($(compgen ${value === "file" ? "-f" : "-d"} -- "$cur")); `;
}

function words(list: readonly string[]): string {
  return `COMPREPLY=($(compgen -W "${list.join(" ")}" -- "$cur"))`;
}

function optionNames({ options }: CommandNode): string[] {
  return options.flatMap(({ names }) => names.filter((one) => one.startsWith("--")));
}

function argumentWords({ argument }: CommandNode): readonly string[] {
  return typeof argument === "object" ? argument : [];
}
