import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = "pulumi-cloudone/provider";
/** Where the program runs, recorded before the program can change its working directory. */
const PROGRAM_FOLDER = process.cwd();

/**
 * Stops a program if the provider process will not find this package from the program's folder: it looks there, even if the
 * program gets the package from a library or a bundle.
 */
export function requireInstalled(): void {
  // An inline program of the Automation API may run in another folder than the provider process.
  if (process.env.PULUMI_NODEJS_MONITOR === undefined) return;
  const reason = notInstalled(PROGRAM_FOLDER);
  if (reason !== undefined) throw new pulumi.RunError(reason);
}

/** Why a provider process in this folder would not find the package; undefined if it would. */
export function notInstalled(folder: string): string | undefined {
  try {
    createRequire(join(folder, "program.js")).resolve(PROVIDER);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return (
      `pulumi-cloudone is not installed where the program is: Pulumi's provider process looks for ${PROVIDER} from ${folder}, ` +
      "and a library that depends on it, or a bundle that contains it, is not enough. Run `npm install pulumi-cloudone` (or the " +
      "same with pnpm or yarn) in the program's own package, and keep it out of bundles: docs/guides/install.md."
    );
  }
}
