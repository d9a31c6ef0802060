import { Command } from "commander";
import { accessCommand } from "./access.js";
import { completionCommand } from "./completion.js";
import { doctorCommand } from "./doctor.js";
import { driftCommand } from "./drift.js";
import { emulatorCommand } from "./emulator.js";
import { exportCommand } from "./export.js";
import { packageVersion } from "./package-version.js";
import { wrapHelp } from "./wrap-help.js";

const HELP = `
The account is that of the API key in CLOUDONE_API_KEY, <keyId>:<secret>; a key with the role read-only is enough for all
of these. Begin with doctor: it says what is missing.

Examples:
  pulumi-cloudone doctor
  pulumi-cloudone help drift`;

/** The command `pulumi-cloudone`; each of its subcommands has its own file. */
export function createProgram(): Command {
  const program = new Command("pulumi-cloudone")
    .description("Check and report who may do what in Trend Micro Cloud One.")
    .version(packageVersion())
    .showHelpAfterError("Add --help to see commands and options.")
    .addCommand(accessCommand())
    .addCommand(doctorCommand())
    .addCommand(driftCommand())
    .addCommand(exportCommand())
    .addCommand(emulatorCommand())
    .addCommand(completionCommand());
  return wrapHelp(program, HELP);
}
