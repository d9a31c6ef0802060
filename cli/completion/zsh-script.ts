import type { CommandNode, CommandTree, OptionNode, Value } from "./command-tree.js";

/** For a folder of `fpath`, or to be evaluated in .zshrc. */
export function zshScript({ name, options, commands }: CommandTree): string {
  return `#compdef ${name}
_${name}() {
  local state line
  typeset -A opt_args
  _arguments -C ${[...options.flatMap(specsOf), "'1: :->command'", "'*:: :->rest'"].join(" \\\n    ")}
  case $state in
    command)
      local -a commands=(
${commands.map((one) => `        ${quoted(`${one.name}:${one.description.replaceAll(":", "\\:")}`)}`).join("\n")}
      )
      _describe command commands ;;
    rest)
      case $words[1] in
${commands.map(caseOf).join("\n")}
      esac ;;
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function caseOf({ name, options, argument }: CommandNode): string {
  const first = argument === undefined ? [] : [quoted(`1:value:${action(argument)}`)];
  return `        ${name}) _arguments ${[...options.flatMap(specsOf), ...first].join(" \\\n          ")} ;;`;
}

/** Each name of an option excludes the others, and itself unless it may be repeated. */
function specsOf({ names, description, value, isRepeatable }: OptionNode): string[] {
  const about = description.replace(/[[\]:\\]/g, "\\$&");
  const exclusive = isRepeatable ? "*" : `(${names.join(" ")})`;
  return names.map((one) => {
    const sign = value === undefined ? "" : one.startsWith("--") ? "=" : "+";
    return quoted(`${exclusive}${one}${sign}[${about}]${value === undefined ? "" : `:value:${action(value)}`}`);
  });
}

function action(value: Value): string {
  if (value === "file") return "_files";
  if (value === "folder") return "_files -/";
  return value === "any" ? " " : `(${value.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
