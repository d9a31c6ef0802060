import { Command, Option } from "commander";
import type { ExportStyle } from "../provider/plan/stored/exported.js";
import type { Session } from "../provider/session/session.js";
import { CommandFailure, reportFailure } from "./command-failure.js";
import { connect } from "./connect.js";
import { declarationsOf } from "./export/declarations.js";
import { type AccountObjects, takeInventory } from "./export/exportable.js";
import { importFile } from "./export/import-file.js";
import { projectFiles, STYLES } from "./export/project-files.js";
import { summaryOf } from "./export/summary.js";
import { writeProject } from "./export/write-project.js";
import { packageVersion } from "./package-version.js";
import { missingOf, partValue, readPart } from "./partial-read.js";
import { createProgress } from "./progress.js";
import { readSamlUsers } from "./saml-part.js";
import { formatOption, notEmpty, quietOption, stackOptions } from "./shared-options.js";
import { settingsOf } from "./stack-state.js";
import { note } from "./terminal.js";
import { wrapHelp } from "./wrap-help.js";

const FORMATS = ["text", "json"] as const;

interface ExportFlags {
  out: string;
  style: ExportStyle;
  format: (typeof FORMATS)[number];
  importFile?: boolean;
  quiet?: boolean;
  stack?: string;
  cwd: string;
}

const HELP = `
Reads the account of CLOUDONE_API_KEY (with CLOUDONE_BASE_URL, CLOUDONE_ACCOUNT_ID), or of the stack that --stack names;
a key with the role read-only is enough. Nothing is written but the folder, and in it nothing that an export did not write itself.

Exit codes: 0 done, 1 nothing was written, or API keys, invitations or (but for want of rights) SAML users could not be
read, so that the list of what is left out is not complete.

Examples:
  pulumi-cloudone export --out access
  pulumi-cloudone export --out access --style sets
  pulumi-cloudone export --out access --import-file`;

/** `pulumi-cloudone export`: a Pulumi program that declares the account as it is. */
export function exportCommand(): Command {
  const [stackOption, cwdOption] = stackOptions();
  const command = new Command("export")
    .description("Write a Pulumi project that declares the live account as it is, so that `pulumi up` takes it over.")
    .requiredOption("-o, --out <dir>", "the folder to write to", notEmpty)
    .addOption(
      new Option("--style <style>", "a resource for each role and user, or one set of each")
        .choices(STYLES)
        .default("resources"),
    )
    .option("--import-file", "also write import.json for `pulumi import --file`, which fills the state without `up`")
    .addOption(formatOption(FORMATS))
    .addOption(stackOption)
    .addOption(cwdOption)
    .addOption(quietOption())
    .action((flags: ExportFlags, command: Command) => reportFailure(command, () => exportAccount(flags)));
  return wrapHelp(command, HELP);
}

async function exportAccount({
  out,
  style,
  format,
  importFile: isImported = false,
  quiet = false,
  ...place
}: ExportFlags): Promise<void> {
  const settings = await settingsOf(place);
  const progress = createProgress(quiet);
  const session = connect({ settings, quiet, progress });
  const read = async () => {
    const objects = await readAccount(session);
    const inventory = takeInventory(objects);
    const imports = isImported ? await importFile(session, declarationsOf(inventory, style)) : undefined;
    return { objects, inventory, imports };
  };
  const { objects, inventory, imports } = await read().finally(() => progress.end());
  const files = projectFiles(inventory, style, packageVersion(), imports);
  await writeProject(out, files);
  for (const reason of objects.unread) note(`INCOMPLETE: ${reason}`);
  if (objects.unread.length > 0) process.exitCode = 1;
  if (format === "json") {
    const summary = summaryOf(inventory, objects, { folder: out, style, files: files.keys() });
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  }
  if (quiet) return;
  const { roles, users, skipped } = inventory;
  note(
    `${out}: ${roles.length} custom roles, ${users.length} users and the settings of account ${inventory.accountId}.`,
  );
  note(
    `${skipped.length} kinds or objects are not declared; README.md there lists them with the reason, and what to do next.`,
  );
}

/** Everything that the program declares must have been read; what it only lists as left out may be missing. */
async function readAccount(session: Session): Promise<AccountObjects> {
  const caller = await session.proof.owner();
  const { inventory, client } = session;
  const [account, roles, users, apiKeys, invitations, samlUsers] = await Promise.all([
    readPart("the account's settings", client.accounts.describe(caller.accountId)),
    readPart("roles", inventory.roles.all()),
    readPart("users", inventory.users.all()),
    readPart("API keys", inventory.apiKeys.all()),
    readPart("invitations", inventory.invitations.all()),
    readSamlUsers(inventory),
  ]);
  if ("missing" in account || "missing" in roles || "missing" in users) {
    throw new CommandFailure(
      `Nothing was written, since a program for half an account would be wrong.\n${missingOf(account, roles, users).join("\n")}`,
    );
  }
  return {
    caller,
    account: account.value,
    roles: roles.value,
    users: users.value,
    apiKeys: partValue(apiKeys),
    invitations: partValue(invitations),
    samlUsers,
    unread: [...missingOf(apiKeys, invitations), ...samlUsers.gaps],
  };
}
