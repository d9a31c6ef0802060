import type { Command } from "commander";
import {
  ApiError,
  ConfigError,
  DeadlineError,
  InvalidResponseError,
  ReadOnlyError,
  TransportError,
} from "../provider/client/index.js";
import { AccountMismatchError } from "../provider/session/account-proof.js";
import { visibleLines } from "./report/escape-text.js";

/** A command cannot do its work; the message says why and what to do. */
export class CommandFailure extends Error {
  override name = "CommandFailure" as const;
}

const EXPECTED = [
  CommandFailure,
  ConfigError,
  AccountMismatchError,
  ApiError,
  InvalidResponseError,
  TransportError,
  DeadlineError,
  ReadOnlyError,
] as const;

/** Runs a command's work; an expected failure becomes one line on stderr, worded by `describe`, and exit code 1. */
export async function reportFailure(
  command: Command,
  work: () => Promise<void>,
  describe: (message: string) => string = (message) => message,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error) || !EXPECTED.some((one) => error instanceof one)) throw error;
    command.error(`error: ${visibleLines(describe(error.message))}`, { exitCode: 1 });
  }
}
