import { readFile } from "node:fs/promises";
import { types } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import type { Seed } from "../emulator/index.js";
import { stopSignal } from "./stop-signal.js";
import { wrapHelp } from "./wrap-help.js";

interface EmulatorFlags {
  port: number;
  seed?: string;
}

const HELP = `
It listens on this machine alone, keeps everything in memory, and prints the two lines that lead programs and commands to
it. Ctrl-C stops it. A seed is JSON such as
{ "users": [{ "email": "ann@example.com", "roleID": "read-only" }] }; one without apiKeys gets a key with full access.

Exit codes: 0 it was stopped, 1 it could not start.

Examples:
  pulumi-cloudone emulator
  pulumi-cloudone emulator --port 8787 --seed seed.json`;

/** `pulumi-cloudone emulator`: a Cloud One server on this machine, to test programs against. */
export function emulatorCommand(): Command {
  const command = new Command("emulator")
    .description("Run a Cloud One server on this machine, to test programs against.")
    .option("--port <number>", "the port to listen on; 0 picks a free one", parsePort, 0)
    .option("--seed <file>", "a JSON file with the accounts, roles, users and API keys to start with")
    .action(async (flags: EmulatorFlags, command: Command) => {
      const { startEmulator, demoApiKeyId, demoApiKeySecret } = await import("../emulator/index.js");
      const refuse = (error: unknown) => command.error(`error: ${explain(error, flags)}`);
      const seed = await readSeed(flags.seed).catch(refuse);
      const { url, sailPointUrl, close } = await startEmulator({ port: flags.port, seed }).catch(refuse);
      // A user's own secret is never printed; this one is public.
      const key = seed.apiKeys ? "'<id>:<secret> of a key in your seed'" : `${demoApiKeyId}:${demoApiKeySecret}`;
      process.stdout.write(`Cloud One emulator at ${url} (Ctrl-C stops it)\n`);
      process.stdout.write(`export CLOUDONE_BASE_URL=${url} CLOUDONE_API_KEY=${key}\n`);
      if (seed.sailpoint) process.stdout.write(`export SAILPOINT_BASE_URL=${sailPointUrl}\n`);
      await stopSignal();
      await close();
    });
  return wrapHelp(command, HELP);
}

async function readSeed(file: string | undefined): Promise<Seed> {
  return file === undefined ? {} : (JSON.parse(await readFile(file, "utf8")) as Seed);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

function explain(error: unknown, { port, seed }: EmulatorFlags): string {
  if (!types.isNativeError(error)) throw error;
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${port} is in use. Choose another with --port, or leave it out.`;
  if (code === "EACCES" && seed === undefined) return `Port ${port} is not allowed. Choose one above 1023 with --port.`;
  if (code === "ENOENT") return `The seed file ${seed} does not exist.`;
  if (error.name === "SyntaxError") return `The seed file ${seed} is not JSON: ${error.message}`;
  return seed === undefined ? error.message : `Could not use the seed file ${seed}. ${error.message}`;
}
