import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { types } from "node:util";
import { CommandFailure } from "./command-failure.js";

/** The content of a file, `-` for stdin; `named` is its name in messages. */
export async function readInput(file: string, named: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    if (!types.isNativeError(error) || !("code" in error)) throw error;
    throw new CommandFailure(`${named} cannot be read: ${error.message}.`);
  }
}

/** Parses JSON; `advice` says how to get a valid file. */
export function parseJson(json: string, named: string, advice: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandFailure(`${named} is not JSON: ${error.message}. ${advice}`);
  }
}
