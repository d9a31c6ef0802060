// Turns pipeline/preview.json into Markdown: first who becomes an admin, then what is taken away, by name, then the rest.
// Arguments: the stack, and the exit code of `pulumi preview`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

interface Properties {
  email?: string;
  userId?: string;
  roleId?: string;
  removals?: string[];
  users?: Record<string, unknown>;
  roles?: Record<string, unknown>;
  deletionPolicy?: string;
  removed?: unknown;
  unmanaged?: unknown;
  ifMissing?: string;
  adopt?: string;
  guard?: unknown;
}

const POLICIES = ["deletionPolicy", "removed", "unmanaged", "ifMissing", "adopt", "guard"] as const;
const SET = /\bpulumi-nodejs:dynamic\/cloudone:(RoleSet|UserAssignmentSet)::/;
/** The provider's messages that name who becomes an admin, and who loses something. */
const GAINS_ADMIN = /gains an admin role|makes admins of|becomes an admin|This is an admin role/;
const LOSES = /\bloses\b/;

interface Step {
  op: string;
  urn: string;
  oldState?: { inputs?: Properties; outputs?: Properties };
  newState?: { inputs?: Properties };
}

interface Preview {
  steps?: Step[];
  diagnostics?: { urn?: string; message: string; severity: string }[];
}

interface Change {
  change: string;
  becomesAdmin: boolean;
  before: { roleId: string; state: string } | null;
  after: { roleId: string; state: string } | null;
  gains: string[];
  losses: string[];
  notKnown: string[];
  who: { kind: string; name: string; email: string | null }[];
}

/** The report of `pulumi-cloudone access --preview`. */
interface Access {
  changes?: { summary: Record<string, number>; rows: Change[]; notKnown: string[]; refusals: string[] };
}

const [stack = "", code = "0"] = process.argv.slice(2);
const preview = read();
const steps = (preview?.steps ?? []).filter(({ op, urn }) => op !== "same" && !urn.includes("::pulumi:"));
const messagesOf = (severity: string, urns = "") =>
  (preview?.diagnostics ?? [])
    .filter((one) => one.severity === severity && (one.urn ?? "").includes(urns))
    .map(({ message }) => message.replace(/^(warning|error|info): /, "").trim());

function read(): Preview | undefined {
  try {
    return JSON.parse(readFileSync("pipeline/preview.json", "utf8"));
  } catch (error) {
    // The engine stopped before it could say anything.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `Role auditor`, from `urn:pulumi:<stack>::<project>::<parent types>$pulumi-nodejs:dynamic/cloudone:Role::auditor`. */
function nameOf(urn: string): string {
  const [, , type = "", ...name] = urn.split("::");
  return `${type.slice(Math.max(type.lastIndexOf(":"), type.lastIndexOf("$")) + 1)} ${name.join("::")}`;
}

/** Whether a deletion leaves the object as it is; sets do by default. */
function isRetained({ urn, oldState }: Step): boolean {
  const { deletionPolicy = SET.test(urn) ? "retain" : "" } = { ...oldState?.inputs, ...oldState?.outputs };
  return deletionPolicy === "retain";
}

/** The policies that a change changes, with the old and the new value. */
function policyChanges({ urn, oldState, newState }: Step): string[] {
  return POLICIES.flatMap((key) => {
    const [was, is] = [oldState?.inputs?.[key], newState?.inputs?.[key]].map((value) =>
      value === undefined ? "(default)" : typeof value === "string" ? value : JSON.stringify(value),
    );
    return was === is ? [] : [`${nameOf(urn)}: ${key} ${was} → ${is}`];
  });
}

/** What deleting a resource takes away: the engine does not ask a provider about it at preview. */
function deletion(step: Step): string {
  const { urn, oldState } = step;
  const { deletionPolicy, ...state } = { ...oldState?.inputs, ...oldState?.outputs };
  const { email, roleId, users, roles } = state;
  const who = users ?? roles;
  const members = who === undefined ? (email ?? roleId) : Object.keys(who).join(", ");
  const policy = deletionPolicy === undefined ? "" : `, deletionPolicy ${deletionPolicy}`;
  if (isRetained(step)) return `${nameOf(urn)}${members === undefined ? "" : `: ${members}`}`;
  return `${nameOf(urn)} is deleted${members === undefined ? "" : `: ${members}`}${policy}`;
}

function unique(lines: string[]): string[] {
  return [...new Set(lines)];
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

const deletes = (op: string) => /^(delete|replace|delete-replaced)$/.test(op);
const removals = unique([
  ...steps.filter((step) => deletes(step.op) && !isRetained(step)).map(deletion),
  ...steps.flatMap(({ urn, newState }) => (newState?.inputs?.removals ?? []).map((one) => `${nameOf(urn)}: ${one}`)),
]);

// Names come from an account that others can edit: none may act as markup, hide anything, or link, mention or refer to
// anything; invisible characters are shown as in source code. Forges look for mentions in the rendered Markdown, so escaping
// alone is not enough: a zero-width character (8203) splits the start of each.
const text = (value: string) =>
  value
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu, (char) => {
      const code = (char.codePointAt(0) ?? 0).toString(16);
      return char === "\n" ? char : code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
    })
    .replace(/:\/(?=\/)|www(?=\.)|(?<!\w)[@#!$%&~^](?=[\w"])|[#!](?=\d)/gi, "$&\u200b")
    .replace(/[\\`*_{}[\]<>#|~!@&$^\u200b]/g, (char) => `&#${char.charCodeAt(0)};`);
const bullets = (lines: string[]) => lines.map((line) => `- ${text(line).replaceAll("\n", "<br>")}`);
const section = (title: string, lines: string[]) => (lines.length === 0 ? [] : ["", `### ${title}`, "", ...lines]);

const retained = unique(steps.filter((step) => deletes(step.op) && isRetained(step)).map(deletion));
const policies = unique(steps.filter(({ op }) => op === "update").flatMap(policyChanges));
// Usual changes are not warnings: a role or an invitation that makes no one an admin. Programs print at that level too.
const messages = unique([...messagesOf("warning"), ...messagesOf("info", "dynamic/cloudone:")]);
const admins = messages.filter((line) => GAINS_ADMIN.test(line));
const losses = messages.filter((line) => LOSES.test(line) && !admins.includes(line));
const others = messages.filter((line) => !admins.includes(line) && !losses.includes(line));

const errors = unique(messagesOf("error"));
if (preview === undefined) {
  errors.push(readFileSync("pipeline/preview.err", "utf8").trim() || "pulumi preview printed no JSON");
  if (code === "0") process.exitCode = 1;
}
/** How much of the table fits into a comment. */
const ROOM = { rows: 40_000, names: 15, urns: 12 };
const EVERYTHING = { rows: Number.POSITIVE_INFINITY, names: Number.POSITIVE_INFINITY, urns: Number.POSITIVE_INFINITY };

/** Whose access would change: new admins first. */
function accessTable(changes: NonNullable<Access["changes"]>, room: typeof ROOM): string[] {
  const { summary, rows, notKnown, refusals } = changes;
  const own = authorAddress();
  const isOwn = (one: Change) => own !== undefined && one.who.some(({ email }) => email?.toLowerCase() === own);
  const gains = (one: Change) => one.becomesAdmin || one.gains.length > 0;
  const words = [
    ["newAdmins", "would become admin"],
    ["formerAdmins", "would no longer be admin"],
    ["invited", "would be invited"],
    ["left", "would leave"],
    ["gained", "would gain access"],
    ["lost", "would lose access"],
    ["moved", "would have another role or state with the same access"],
    ["notKnown", "not known yet"],
  ] as const;
  const counts = words.flatMap(([key, what]) => ((summary[key] ?? 0) > 0 ? [`${summary[key]} ${what}`] : []));
  const shown = counts.length > 0 ? counts.join(", ") : "no one's access would change";
  const begin = [
    `**${text(`People and API keys: ${shown}; ${summary.unchanged ?? 0} unchanged.`)}**`,
    ...(rows.some((one) => isOwn(one) && gains(one))
      ? ["", "⚠️ **The author of this pull request would gain access.**"]
      : []),
    ...refusals.map((one) => `\n**An update would refuse: ${text(one).replaceAll("\n", "<br>")}**`),
    ...notKnown.map((one) => `\nNot known yet: ${text(one)}`),
  ];
  if (rows.length === 0) return begin;
  const lines: string[] = [];
  let length = 0;
  for (const one of rows) {
    const mark = `${one.becomesAdmin ? "⚠️ admin: " : ""}${isOwn(one) && gains(one) ? "⚠️ author: " : ""}`;
    const line = `| ${mark}${whoCell(one, room.names)} | ${text(roleChange(one))} | ${listCell(one.gains, room.urns, one.notKnown)} | ${listCell(one.losses, room.urns)} |`;
    length += line.length;
    if (length > room.rows) break;
    lines.push(line);
  }
  const rest = rows.length - lines.length;
  return [
    ...begin,
    "",
    "| Who | Role | Gains | Loses |",
    "| --- | --- | --- | --- |",
    ...lines,
    ...(rest > 0 ? ["", `**${counted(rest, "more row")} in the file access.md, which is attached to the job.**`] : []),
  ];
}

function whoCell({ who }: Change, most: number): string {
  const name = ({ kind, name, email }: Change["who"][number]) =>
    text(`${email ?? name}${kind === "apiKey" ? " (API key)" : kind === "samlUser" ? " (SAML user)" : ""}`);
  if (who.length === 1) return who.map(name).join("");
  const shown = who.slice(0, most).map(name).join(", ");
  const rest = who.length > most ? `, and ${who.length - most} more in access.md, attached to the job` : "";
  return `<details><summary>${who.length} people and keys</summary>${shown}${rest}</details>`;
}

function listCell(urns: string[], most: number, notKnown: string[] = []): string {
  if (notKnown.length > 0) return `not known yet: ${text(notKnown.join("; "))}`;
  // `workload read-only`, of `urn:cloudone:workload:us-1:012345678912:role/read-only`.
  const short = (urn: string) => {
    const [, , service = urn, , , role = ""] = urn.split(":");
    return text(`${service} ${role.replace(/^role\//, "")}`.trim());
  };
  return [...urns.slice(0, most).map(short), ...(urns.length > most ? [`${urns.length - most} more`] : [])].join(
    "<br>",
  );
}

function roleChange({ before, after }: Change): string {
  const one = (binding: Change["before"]) =>
    binding === null ? "" : `${binding.roleId}${binding.state === "enabled" ? "" : `, ${binding.state}`}`;
  const [was, is] = [one(before), one(after)];
  return was === "" || is === "" || was === is ? was || is : `${was} → ${is}`;
}

/** The address of the pull request's author, if logins.json has the login. */
function authorAddress(): string | undefined {
  const login = (process.env.PULL_REQUEST_AUTHOR ?? "").toLowerCase();
  if (login === "" || !existsSync("logins.json")) return undefined;
  const people: Record<string, unknown> = JSON.parse(readFileSync("logins.json", "utf8"));
  const found = Object.entries(people).find(([name]) => name.toLowerCase() === login)?.[1];
  return typeof found === "string" ? found.toLowerCase() : undefined;
}

/** The table's section, or why there is no table. */
function accessSection(): string[] {
  if (existsSync("pipeline/access.json")) {
    const { changes }: Access = JSON.parse(readFileSync("pipeline/access.json", "utf8"));
    if (changes !== undefined) {
      writeFileSync("pipeline/access.md", `${accessTable(changes, EVERYTHING).join("\n")}\n`);
      return section("Who could do what after the merge", accessTable(changes, ROOM));
    }
  }
  if (!existsSync("pipeline/access.err")) return [];
  const why = text(readFileSync("pipeline/access.err", "utf8").trim()).replaceAll("\n", "<br>");
  return section("Who could do what after the merge", [`**Not known:** ${why}`]);
}

const lines = [`<!-- pulumi-cloudone preview ${stack} -->`, `## Access preview: ${text(stack)}`, ""];
const isAccessUnknown = existsSync("pipeline/access.err");
if ((code !== "0" && !isAccessUnknown) || preview === undefined)
  lines.push("**The preview failed.** Nothing can be applied from it.");
else if (steps.length === 0) lines.push("No changes.");
else lines.push(`${counted(steps.length, "change")}. Nothing has been written.`);
// A long comment is cut off: the total number of removals comes first, so that it is never cut.
const lost = [...removals, ...losses];
if (lost.length > 0) lines.push("", `**${counted(lost.length, "removal")} in all.**`);
lines.push(
  ...section("Errors", bullets(errors)),
  ...accessSection(),
  ...section("New admins", bullets(admins)),
  ...section("Removals", bullets(lost)),
  ...section("Pulumi lets go of, and takes nothing from anyone", bullets(retained)),
  ...section("Who gains what, and other notes", bullets(others)),
  ...section("Policies, from what to what", bullets(policies)),
  ...section("Changes", bullets(steps.map(({ op, urn }) => `${op} ${nameOf(urn)}`))),
);
console.log(lines.join("\n"));
