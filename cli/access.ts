import { Command, InvalidArgumentError, Option } from "commander";
import { collectEarly } from "../provider/engine/limit-heap.js";
import { accessCsv } from "./access/access-csv.js";
import { accessMarkdown } from "./access/access-markdown.js";
import { accessPage } from "./access/access-page.js";
import type { AccessReport } from "./access/access-report.js";
import { accessText } from "./access/access-text.js";
import { assembleAccess } from "./access/assemble-access.js";
import { changesSince } from "./access/changes-since.js";
import { changesVerdict, inactiveVerdict } from "./access/changes-wording.js";
import { endsVerdict, notableEnds, unknownEnds } from "./access/ends-wording.js";
import { type EndSource, findEnds } from "./access/find-ends.js";
import { findInactive } from "./access/find-inactive.js";
import { findingsCsv } from "./access/findings-csv.js";
import { findingsMarkdown } from "./access/findings-markdown.js";
import { findingsText } from "./access/findings-text.js";
import { headline } from "./access/headline.js";
import { readEarlierReport } from "./access/read-earlier-report.js";
import { samlNote } from "./access/saml-note.js";
import { readAlias } from "./account-alias.js";
import { reportFailure } from "./command-failure.js";
import { connect } from "./connect.js";
import { storedIfAny } from "./drift/stored-resource.js";
import { missingOf, partValue, readPart } from "./partial-read.js";
import type { LiveAccount } from "./preview/account-copy.js";
import { predictAccess, predictedChanges } from "./preview/changes-previewed.js";
import { usersDeclaredBy } from "./preview/declared-by-preview.js";
import { type Preview, readPreview } from "./preview/read-preview.js";
import { refuseOtherStack } from "./preview/refuse-other-stack.js";
import { createProgress } from "./progress.js";
import { escapeText, visibleLines, withTexts } from "./report/escape-text.js";
import { readSamlUsers } from "./saml-part.js";
import { formatOption, notEmpty, outOption, quietOption, stackOptions } from "./shared-options.js";
import { mergeConfig, noStack, readStack, type StackState } from "./stack-state.js";
import { note, plainStyle, stdoutStyle, type TextStyle } from "./terminal.js";
import { wrapHelp } from "./wrap-help.js";
import { writeAtomic } from "./write-atomic.js";

const PREVIEW_GROWTH_BYTES = 20_000_000;

const FORMATS = ["text", "html", "csv", "json", "markdown"] as const;

interface AccessFlags {
  format: (typeof FORMATS)[number];
  out?: string;
  since?: string;
  preview?: string;
  inactive?: number;
  quiet?: boolean;
  stack?: string;
  cwd: string;
}

const HELP = `
Admins come first: the role full-access, and whatever role has the identity service in full. People who sign in by SSO are
in the report as far as the key may list them (CLOUDONE_SAML_USERS: auto, required or off); otherwise it says why not.

Reads the account of CLOUDONE_API_KEY (with CLOUDONE_BASE_URL, CLOUDONE_ACCOUNT_ID), or of the stack that --stack names;
a key with the role read-only is enough. Nothing is written but the file of --out.

With --stack or --preview, the report marks whose declared access (until) ends within a week, and whose has ended and is not
dealt with: overdue. That changes no exit code.

With --since, --preview or --inactive, text, markdown and csv list what was found and nothing else; html and json have it beside
everything else.

Exit codes: 0 done and nothing found, 2 --since, --preview or --inactive found something, 1 it could not finish, or users, API keys or
roles could not be read, or SAML users for another reason than that the key may not.

Examples:
  pulumi-cloudone access
  pulumi-cloudone access --format html --out access.html
  pulumi-cloudone access --format csv --out access.csv
  pulumi-cloudone access --format json --out 2026-q1.json
  pulumi-cloudone access --since 2026-q1.json --inactive 90
  pulumi preview --json | pulumi-cloudone access --preview -`;

/** `pulumi-cloudone access`: who may do what, by name. */
export function accessCommand(): Command {
  const [stackOption, cwdOption] = stackOptions();
  const command = new Command("access")
    .description(
      "Show who may do what: users, API keys and SAML users, and the service roles that each has through their role.",
    )
    .addOption(formatOption(FORMATS))
    .addOption(
      new Option("--since <file>", "say what changed since this earlier report of --format json").argParser(notEmpty),
    )
    .addOption(
      new Option(
        "--preview <file>",
        "say what an update would change, from the output of `pulumi preview --json`, - for stdin",
      )
        .argParser(notEmpty)
        .conflicts("since"),
    )
    .addOption(
      new Option("--inactive <days>", "list enabled users and API keys without activity for this many days").argParser(
        days,
      ),
    )
    .addOption(outOption())
    .addOption(stackOption)
    .addOption(cwdOption)
    .addOption(quietOption())
    .action((flags: AccessFlags, command: Command) => reportFailure(command, () => access(flags)));
  return wrapHelp(command, HELP);
}

async function access(flags: AccessFlags): Promise<void> {
  if (flags.preview === undefined) return makeReport(flags);
  // A large account's preview leaves a lot of garbage, which V8 is slow to collect.
  const stopCollecting = collectEarly(PREVIEW_GROWTH_BYTES);
  await makeReport(flags).finally(stopCollecting);
}

async function makeReport(flags: AccessFlags): Promise<void> {
  const { format, out, since, preview, inactive, quiet = false, ...place } = flags;
  const earlier = since === undefined ? undefined : await readEarlierReport(since);
  const planned = preview === undefined ? undefined : await readPreview(preview);
  const state = place.stack === undefined ? undefined : await readStack(place.stack, place.cwd);
  const stack = state === undefined ? noStack : mergeConfig([state]);
  if (planned !== undefined && place.stack !== undefined) refuseOtherStack(planned, place.stack, stack.project);
  const ends = endSource(planned, state, `Stack ${place.stack}`);
  const settings = { ...stack, config: (key: string) => stack.config(key) ?? stackSetting(planned, key) };
  const progress = createProgress(quiet);
  const session = connect({ settings, quiet, progress });
  const {
    report: live,
    account,
    gaps,
    hasUsers,
  } = await read(session, planned !== undefined).finally(() => progress.end());
  const report: AccessReport = {
    ...live,
    // People who could not be read would look as if they had left.
    ...(earlier !== undefined && live.complete && { changes: changesSince(earlier, live, since ?? "") }),
    ...(planned !== undefined &&
      account !== undefined && { changes: predictedChanges(live, await predictAccess(planned, account, session)) }),
    ...(inactive !== undefined && { inactive: findInactive(live.principals, inactive, session.now()) }),
    ...(ends !== undefined && hasUsers && { ends: findEnds(ends, live, session.now()) }),
  };
  const isCompared = (earlier ?? planned) === undefined || report.changes !== undefined;
  if (!isCompared) gaps.push(`nothing was compared with the ${earlier === undefined ? "preview" : "earlier report"}.`);
  const isReview = since !== undefined || preview !== undefined || inactive !== undefined;
  const style = out === undefined ? stdoutStyle() : plainStyle;
  const alias = format === "html" ? await readAlias(session) : undefined;
  const document = await render(report, gaps, { format, isReview, style, alias });
  if (out === undefined) process.stdout.write(document);
  else await writeAtomic(out, document);
  const tellsAll = out === undefined && (format === "text" || format === "markdown");
  if (!tellsAll) for (const gap of gaps) note(`INCOMPLETE: ${gap}`);
  if (!tellsAll && !quiet) for (const text of summary(report)) note(escapeText(text));
  process.exitCode = report.complete && isCompared ? (hasFindings(report) ? 2 : 0) : 1;
}

/** The source of declared ends of access: the preview, if there is one, else the stack. */
function endSource(
  preview: Preview | undefined,
  state: StackState | undefined,
  stackName: string,
): EndSource | undefined {
  if (preview !== undefined) return { from: "preview", name: "The preview", resources: usersDeclaredBy(preview) };
  if (state === undefined) return undefined;
  return { from: "stack", name: stackName, resources: storedIfAny(state.exported, stackName) };
}

/** The part of a stack's configuration that decides who would lose what; the environment says which account it is. */
function stackSetting(preview: Preview | undefined, key: string): string | undefined {
  return ["cloudone:guard", "cloudone:accountId", "cloudone:samlUsers"].includes(key)
    ? preview?.config.get(key)
    : undefined;
}

function summary(report: AccessReport): string[] {
  const ends = notableEnds(report);
  return [
    `${headline(report)} ${samlNote(report)}`,
    ...(report.changes === undefined ? [] : [changesVerdict(report.changes)]),
    ...(report.inactive === undefined ? [] : [inactiveVerdict(report.inactive)]),
    ...(ends === undefined ? [] : [endsVerdict(ends), ...unknownEnds(ends)]),
  ];
}

function hasFindings({ changes, inactive }: AccessReport): boolean {
  const found = [changes?.rows, changes?.notKnown, changes?.refusals, inactive?.rows];
  return found.some((list = []) => list.length > 0);
}

/** A whole number of days, at least one. */
function days(value: string): number {
  const n = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(n) && n > 0) return n;
  throw new InvalidArgumentError("It must be a whole number of days, at least 1.");
}

async function read(session: ReturnType<typeof connect>, withInvitations: boolean) {
  const { proof, inventory } = session;
  const { accountId, region } = await proof.owner();
  const [roles, users, apiKeys, samlUsers, invitations] = await Promise.all([
    readPart("roles", inventory.roles.all()),
    readPart("users", inventory.users.all()),
    readPart("API keys", inventory.apiKeys.all()),
    readSamlUsers(inventory),
    withInvitations ? readPart("invitations", inventory.invitations.all()) : { value: [] },
  ]);
  const report = assembleAccess({
    account: accountId,
    now: session.now(),
    roles: partValue(roles),
    users: partValue(users),
    apiKeys: partValue(apiKeys),
    adminRoles: session.guard(undefined).adminRoles,
    samlUsers,
  });
  const gaps = [...missingOf(roles, users, apiKeys, invitations), ...samlUsers.gaps];
  const account: LiveAccount = {
    id: accountId,
    region,
    roles: partValue(roles) ?? [],
    users: partValue(users) ?? [],
    apiKeys: partValue(apiKeys) ?? [],
    invitations: partValue(invitations) ?? [],
    samlUsers: samlUsers.users,
  };
  return { report, gaps, account: gaps.length === 0 ? account : undefined, hasUsers: partValue(users) !== undefined };
}

interface Rendering {
  format: AccessFlags["format"];
  /** Whether findings were requested: then everything else is only counted. */
  isReview: boolean;
  style: TextStyle;
  /** The account's alias, for a page. */
  alias: string | undefined;
}

async function render(
  report: AccessReport,
  gaps: readonly string[],
  { format, isReview, style, alias }: Rendering,
): Promise<string> {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  // Programs get the account's strings unchanged; for people, invisible characters are made visible.
  const shown = withTexts(report, escapeText);
  const reasons = gaps.map(visibleLines);
  switch (format) {
    case "csv":
      return isReview ? findingsCsv(shown) : accessCsv(shown);
    case "markdown":
      return isReview ? findingsMarkdown(shown, reasons) : accessMarkdown(shown, reasons);
    case "html":
      return accessPage(shown, reasons, alias && escapeText(alias));
    case "text":
      return isReview ? findingsText(shown, reasons, style) : accessText(shown, reasons, style);
  }
}
