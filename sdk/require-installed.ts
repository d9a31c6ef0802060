import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = "pulumi-cloudone/provider";
/** Where the program runs; taken before the program can go elsewhere. */
const PROGRAM_FOLDER = process.cwd();

/**
 * Stops a program from whose folder the provider process will not find this package: the process looks for it there, whichever
 * library or bundle the program has it from.
 */
export function requireInstalled(): void {
  // A program that the Automation API runs in its own process may be elsewhere than the provider process.
  if (process.env.PULUMI_NODEJS_MONITOR === undefined) return;
  const reason = notInstalled(PROGRAM_FOLDER);
  if (reason !== undefined) throw new pulumi.RunError(reason);
}

/** Why a provider process in this folder would not find the package; undefined if it does. */
export function notInstalled(folder: string): string | undefined {
  try {
    createRequire(join(folder, "program.js")).resolve(PROVIDER);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return (
      `pulumi-cloudone is not installed where the program is: Pulumi's provider process looks for ${PROVIDER} from ${folder}, ` +
      "and a library that depends on it, or a bundle that holds it, is not enough. Run `npm install pulumi-cloudone` (or the same " +
      "with pnpm or yarn) in the program's own package, and keep it out of bundles: docs/guides/install.md."
    );
  }
}
