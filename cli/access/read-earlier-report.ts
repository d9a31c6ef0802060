import { z } from "zod";
import { CommandFailure } from "../command-failure.js";
import { parseJson, readInput } from "../read-input.js";
import { type AccessReport, accessReport } from "./access-report.js";

/** Reads the report of an earlier `access --format json`. Throws a CommandFailure if it is not one, or is incomplete. */
export async function readEarlierReport(file: string): Promise<AccessReport> {
  const named = `The earlier report ${file}`;
  const again = "Name a complete file that `pulumi-cloudone access --format json --out FILE` wrote.";
  const json = parseJson(await readInput(file, named), named, again);
  const version = z.object({ schemaVersion: z.number() }).safeParse(json).data?.schemaVersion;
  if (version !== undefined && version > 1) {
    throw new CommandFailure(
      `${named} has schemaVersion ${version}, and this command reads 1: a newer pulumi-cloudone wrote it. Update this one.`,
    );
  }
  const parsed = accessReport.safeParse(json);
  if (!parsed.success) {
    throw new CommandFailure(`${named} is not what this command writes:\n${z.prettifyError(parsed.error)}\n${again}`);
  }
  if (!parsed.data.complete) {
    throw new CommandFailure(
      `${named} is incomplete: what could not be read then would look as if it had joined since. Compare with a complete one.`,
    );
  }
  return parsed.data;
}
