import { Command } from "commander";
import { accessCommand } from "./access.js";
import { doctorCommand } from "./doctor.js";
import { driftCommand } from "./drift.js";
import { emulatorCommand } from "./emulator.js";
import { exportCommand } from "./export.js";
import { packageVersion } from "./package-version.js";

/** The command `pulumi-cloudone`: one file for each of its commands. */
export function createProgram(): Command {
  return new Command("pulumi-cloudone")
    .description("Look after who may do what in Trend Micro Cloud One.")
    .version(packageVersion())
    .showHelpAfterError("Add --help to see what there is.")
    .addCommand(accessCommand())
    .addCommand(doctorCommand())
    .addCommand(driftCommand())
    .addCommand(exportCommand())
    .addCommand(emulatorCommand());
}
