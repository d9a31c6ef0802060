import { OBJECTS } from "../../provider/plan/objects.ts";

const PROGRESS = /^ ([-+~]{1,2}|[<>]|\s{1,2}) +(\S+:\S+) (\S+)(?: (.*))?$/;
const STATUS = /^(?:\*\*.+?\*\*|[a-z]+)(?: \([\d.]+m?s\))?(?: \[diff: [^\]]*\])?/;
const DIAGNOSED = /^ {2}(\S+:\S+) \((.+)\):$/;
const NOISE =
  /^(@ |(Previewing|Updating|Refreshing|Destroying)\b.*:$|Diagnostics:|Duration:|The resources in the stack have been deleted|If you want to remove the stack completely)/;
/** The classes in the order in which the demo shows their resources. */
const KINDS = ([OBJECTS.role, OBJECTS.user, OBJECTS.account] as const).flatMap(({ classes }) => Object.keys(classes));

interface Resource {
  kind: string;
  name: string;
  change: string | undefined;
  messages: string[];
}

/**
 * The readable part of the engine's output: one line for each resource that changes, with its messages, then the
 * summary. Anything not known to be noise stays.
 */
export function readableLines(output: string): string[] {
  const resources = new Map<string, Resource>();
  const at = (type: string, name: string): Resource => {
    const key = `${type} ${name}`;
    const kind = type.split(":").at(-1) ?? type;
    const known = resources.get(key) ?? { kind, name, change: undefined, messages: [] };
    resources.set(key, known);
    return known;
  };
  const rest: string[] = [];
  let diagnosed: Resource | undefined;
  for (const line of output.split("\n").map((text) => text.trimEnd())) {
    const [, mark = "", type = "", name = "", status = ""] = PROGRESS.exec(line) ?? [];
    const [, diagnosedType, diagnosedName = ""] = DIAGNOSED.exec(line) ?? [];
    if (diagnosedType !== undefined) diagnosed = at(diagnosedType, diagnosedName);
    else if (diagnosed !== undefined && line.startsWith("    ")) diagnosed.messages.push(line.slice(4));
    else if (type !== "") {
      // The messages at the end of such a line appear again as diagnostics.
      if (mark.trim() !== "") at(type, name).change = `${mark.trim()} ${changeOf(status)}`;
    } else if (line !== "") {
      diagnosed = undefined;
      if (!NOISE.test(line)) rest.push(line);
    }
  }
  return [...[...resources.values()].sort(byKindAndName).flatMap(describe), ...rest];
}

function changeOf(status: string): string {
  return (STATUS.exec(status)?.[0] ?? status).replace(/ \([\d.]+m?s\)/, "").replaceAll("**", "");
}

function describe({ kind, name, change, messages }: Resource): string[] {
  // The line of the stack says nothing, nor does that of a resource that a refresh found unchanged.
  const quiet = kind === "Stack" || change === undefined || /refreshing$/.test(change);
  if (quiet && messages.length === 0) return [];
  const [mark, ...words] = quiet ? [" "] : change.split(" ");
  const line = `${mark} ${kind.padEnd(16)} ${name.padEnd(20)} ${words.join(" ")}`.trimEnd();
  return [line, ...messages.map((text) => `      ${text}`)];
}

function byKindAndName(a: Resource, b: Resource): number {
  return place(a) - place(b) || a.name.localeCompare(b.name);
}

function place({ kind }: Resource): number {
  const known = KINDS.indexOf(kind);
  return known === -1 ? KINDS.length : known;
}
