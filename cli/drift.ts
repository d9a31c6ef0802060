import { Command, Option } from "commander";
import { readAlias } from "./account-alias.js";
import { CommandFailure, reportFailure } from "./command-failure.js";
import { connect } from "./connect.js";
import type { Assembled } from "./drift/assemble.js";
import { readIgnoreFile } from "./drift/ignore.js";
import { driftMarkdown } from "./drift/markdown.js";
import { onlyParts, PARTS, type Part, parseParts } from "./drift/only-parts.js";
import { driftPage } from "./drift/page.js";
import { pseudonymize, withoutAddresses } from "./drift/pseudonymize.js";
import { readDeclared } from "./drift/read-declared.js";
import { scanDrift } from "./drift/scan.js";
import { storedResources } from "./drift/stored-resource.js";
import { driftText } from "./drift/text.js";
import { verdict } from "./drift/wording.js";
import { createProgress } from "./progress.js";
import { parseJson, readInput } from "./read-input.js";
import { escapeText, visibleLines, withTexts } from "./report/escape-text.js";
import { collect, formatOption, outOption, quietOption } from "./shared-options.js";
import { mergeConfig, readStack, type StackState } from "./stack-state.js";
import { note, plainStyle, stdoutStyle, type TextStyle } from "./terminal.js";
import { wrapHelp } from "./wrap-help.js";
import { writeAtomic } from "./write-atomic.js";

const FORMATS = ["text", "json", "markdown", "html"] as const;

interface DriftFlags {
  stack: string[];
  state: string[];
  cwd: string;
  ignore?: string;
  format: (typeof FORMATS)[number];
  out?: string;
  only?: readonly Part[];
  redact?: boolean;
  quiet?: boolean;
}

const HELP = `
Declared is what the stored inputs of the resources say. A refresh that stores its findings makes them the declaration
of the state: run drift instead of it, or before it.

Configuration: with --stack, cloudone:* of the stack, then the environment, but a key in the environment wins; with
--state, the environment alone (CLOUDONE_API_KEY, CLOUDONE_BASE_URL, CLOUDONE_ACCOUNT_ID). A key with the role
read-only is enough. Nothing is written.

Exit codes: 0 no drift, 2 drift, 1 the scan could not finish or is incomplete.

Examples:
  pulumi-cloudone drift --stack prod
  pulumi stack export | pulumi-cloudone drift --state - --format json
  pulumi-cloudone drift --stack prod --stack contractors --redact
  pulumi-cloudone drift --stack prod --only changed,missing
  pulumi-cloudone drift --stack prod --ignore drift-ignore.json --out drift.txt`;

/** `pulumi-cloudone drift`: how the account differs from what is declared. */
export function driftCommand(): Command {
  const command = new Command("drift")
    .description("Compare what stacks declare with the live account; say what changed, is missing or undeclared.")
    .addOption(
      new Option("-s, --stack <name>", "a stack of the project in this folder; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .addOption(
      new Option("--state <file>", "the output of `pulumi stack export`, - for stdin; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .option("-C, --cwd <dir>", "the project's folder, for --stack", ".")
    .option("--ignore <file>", 'a JSON list of { "kind", "id", "property"?, "reason", "until"? } to leave out')
    .addOption(formatOption(FORMATS))
    .addOption(outOption())
    .addOption(
      new Option("--only <parts>", "report only these parts, separated by commas").choices(PARTS).argParser(parseParts),
    )
    .option("--redact", "replace email addresses with pseudonyms that are the same in every report")
    .addOption(quietOption())
    .action((flags: DriftFlags, command: Command) =>
      reportFailure(command, () => drift(flags), flags.redact ? withoutAddresses : undefined),
    );
  return wrapHelp(command, HELP);
}

async function drift(flags: DriftFlags): Promise<void> {
  if (flags.stack.length + flags.state.length === 0) {
    throw new CommandFailure("Name what is declared: --stack NAME, or --state FILE (- for stdin).");
  }
  if (flags.state.filter((file) => file === "-").length > 1) throw new CommandFailure("Stdin holds only one state.");
  const entries =
    flags.ignore === undefined ? [] : readIgnoreFile(await readInput(flags.ignore, named(flags.ignore)), flags.ignore);
  const stacks: StackState[] = [];
  // One after the other: the CLI's file backend and login are shared.
  for (const name of flags.stack) stacks.push(await readStack(name, flags.cwd));
  const resources = stacks.flatMap(({ exported }, n) => storedResources(exported, `stack ${flags.stack[n]}`));
  for (const file of flags.state) {
    const exported = parseJson(
      await readInput(file, named(file)),
      named(file),
      "Export it with `pulumi stack export`.",
    );
    resources.push(...storedResources(exported, named(file)));
  }

  const { quiet = false } = flags;
  const progress = createProgress(quiet);
  const session = connect({ settings: mergeConfig(stacks), quiet, progress });
  const assembled = await scanDrift(session, readDeclared(resources), entries).finally(() => progress.end());
  const alias = flags.format === "html" ? await readAlias(session) : undefined;
  const whole = { ...assembled, ...(alias !== undefined && { alias }) };
  const selected = flags.only === undefined ? whole : onlyParts(whole, flags.only);
  const result = flags.redact ? pseudonymize(selected, selected.report.account) : selected;
  await print(result, flags);
  const { complete, summary } = result.report;
  const found = summary.changed + summary.missing + summary.unmanaged + (summary.overdue ?? 0) > 0;
  process.exitCode = complete ? (found ? 2 : 0) : 1;
}

async function print(result: Assembled, { format, out, quiet = false }: DriftFlags): Promise<void> {
  const document = await render(result, format, out === undefined ? stdoutStyle() : plainStyle);
  if (out === undefined) process.stdout.write(document);
  else await writeAtomic(out, document);
  // The report goes to a file or a program, so people are warned on stderr about what is missing from it.
  if (out !== undefined || format === "json") {
    for (const gap of result.gaps) note(`INCOMPLETE: ${gap}`);
    if (!quiet)
      for (const text of [...(out === undefined ? [] : [verdict(result.report)]), ...result.notes]) note(text);
  }
}

async function render(result: Assembled, format: DriftFlags["format"], style: TextStyle): Promise<string> {
  if (format === "json") return `${JSON.stringify(result.report, null, 2)}\n`;
  // Programs get the account's strings unchanged; for people, invisible characters are made visible.
  const shown = { ...withTexts(result, visibleLines), report: withTexts(result.report, escapeText) };
  if (format === "markdown") return driftMarkdown(shown);
  return format === "html" ? driftPage(shown) : driftText(shown, style);
}

function named(file: string): string {
  return file === "-" ? "The state on stdin" : `The file ${file}`;
}
