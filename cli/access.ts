import { Command } from "commander";
import { accessCsv } from "./access/access-csv.js";
import { accessMarkdown } from "./access/access-markdown.js";
import { accessPage } from "./access/access-page.js";
import type { AccessReport } from "./access/access-report.js";
import { accessText } from "./access/access-text.js";
import { assembleAccess } from "./access/assemble-access.js";
import { headline } from "./access/headline.js";
import { samlNote } from "./access/saml-note.js";
import { reportFailure } from "./command-failure.js";
import { connect } from "./connect.js";
import { missingOf, partValue, readPart } from "./partial-read.js";
import { createProgress } from "./progress.js";
import { escapeText, visibleLines, withTexts } from "./report/escape-text.js";
import { readSamlUsers } from "./saml-part.js";
import { formatOption, outOption, quietOption } from "./shared-options.js";
import { note, plainStyle, stdoutStyle } from "./terminal.js";
import { wrapHelp } from "./wrap-help.js";
import { writeAtomic } from "./write-atomic.js";

const FORMATS = ["text", "html", "csv", "json", "markdown"] as const;

interface AccessFlags {
  format: (typeof FORMATS)[number];
  out?: string;
  quiet?: boolean;
}

const HELP = `
Admins come first: the role full-access, and whatever role has the identity service in full. People who sign in by SSO are
in the report as far as the key may list them (CLOUDONE_SAML_USERS: auto, required or off); otherwise it says why not.

Reads the account of CLOUDONE_API_KEY (with CLOUDONE_BASE_URL, CLOUDONE_ACCOUNT_ID); a key with the role read-only is
enough. Nothing is written but the file of --out.

Exit codes: 0 done, 1 it could not finish, or users, API keys or roles could not be read, or SAML users for another reason
than that the key may not.

Examples:
  pulumi-cloudone access
  pulumi-cloudone access --format html --out access.html
  pulumi-cloudone access --format csv --out access.csv`;

/** `pulumi-cloudone access`: who may do what, by name. */
export function accessCommand(): Command {
  const command = new Command("access")
    .description(
      "Show who may do what: users, API keys and SAML users, and the service roles that each has through their role.",
    )
    .addOption(formatOption(FORMATS))
    .addOption(outOption())
    .addOption(quietOption())
    .action((flags: AccessFlags, command: Command) => reportFailure(command, () => access(flags)));
  return wrapHelp(command, HELP);
}

async function access({ format, out, quiet = false }: AccessFlags): Promise<void> {
  const progress = createProgress(quiet);
  const session = connect({ quiet, progress });
  const { report, gaps } = await read(session).finally(() => progress.end());
  const document = await render(report, gaps, format, out === undefined);
  if (out === undefined) process.stdout.write(document);
  else await writeAtomic(out, document);
  const tellsAll = out === undefined && (format === "text" || format === "markdown");
  if (!tellsAll) for (const gap of gaps) note(`INCOMPLETE: ${gap}`);
  if (!tellsAll && !quiet) note(`${headline(report)} ${escapeText(samlNote(report))}`);
  if (!report.complete) process.exitCode = 1;
}

async function read(session: ReturnType<typeof connect>) {
  const { proof, inventory } = session;
  const { accountId } = await proof.caller();
  const [roles, users, apiKeys, samlUsers] = await Promise.all([
    readPart("roles", inventory.roles.all()),
    readPart("users", inventory.users.all()),
    readPart("API keys", inventory.apiKeys.all()),
    readSamlUsers(inventory),
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
  return { report, gaps: [...missingOf(roles, users, apiKeys), ...samlUsers.gaps] };
}

async function render(
  report: AccessReport,
  gaps: readonly string[],
  format: AccessFlags["format"],
  toStdout: boolean,
): Promise<string> {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  // Programs get the account's own texts; people get them so that nothing in them can hide.
  const shown = withTexts(report, escapeText);
  const reasons = gaps.map(visibleLines);
  switch (format) {
    case "csv":
      return accessCsv(shown);
    case "markdown":
      return accessMarkdown(shown, reasons);
    case "html":
      return accessPage(shown, reasons);
    case "text":
      return accessText(shown, reasons, toStdout ? stdoutStyle() : plainStyle);
  }
}
