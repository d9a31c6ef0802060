import { join, resolve } from "node:path";
import { type CommandResult, startCommand } from "./command.js";
import { engineEnvironment } from "./engine-environment.js";
import type { Stack } from "./stack.js";

const COMMAND = join(resolve(import.meta.dirname, "..", "..", ".."), "dist", "cli", "main.js");

/** Runs the built `pulumi-cloudone` in the stack's folder, with the stack's environment. */
export function runCli(stack: Stack, args: string[], env: Record<string, string> = {}): Promise<CommandResult> {
  return startCommand(process.execPath, [COMMAND, ...args], {
    cwd: stack.folder,
    env: { ...engineEnvironment(stack.folder), ...stack.env, ...env },
  }).done;
}
