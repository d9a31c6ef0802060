import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Sources } from "../provider/config/sources.js";
import { CommandFailure } from "./command-failure.js";

/** What a stack sets. */
export type Settings = Omit<Sources, "env">;

/** A stack as the engine knows it: its exported state, and its configuration with secrets decrypted. */
export interface StackState {
  exported: unknown;
  config: ReadonlyMap<string, string>;
  /** The project's name. */
  project: string;
}

/** Reads a stack through the Automation API, which needs the Pulumi CLI and the project's folder. */
export async function readStack(stackName: string, workDir: string): Promise<StackState> {
  const automation = await import("@pulumi/pulumi/automation/index.js");
  try {
    // Not selectStack: that would change which stack the folder has selected.
    const workspace = await automation.LocalWorkspace.create({ workDir });
    const [exported, config, { name }] = await Promise.all([
      workspace.exportStack(stackName),
      workspace.getAllConfig(stackName),
      workspace.projectSettings(),
    ]);
    return { exported, config: new Map(Object.entries(config).map(([key, { value }]) => [key, value])), project: name };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandFailure(explain(error, stackName, resolve(workDir)));
  }
}

function explain({ name, message }: Error, stackName: string, workDir: string): string {
  if (!existsSync(workDir)) return `There is no folder ${workDir}: name the project's folder with --cwd.`;
  if (/ENOENT/.test(message)) {
    return "The Pulumi CLI did not run: there is no `pulumi` on PATH. Install it, or use --state with a file from `pulumi stack export`.";
  }
  if (name === "StackNotFoundError" || /no stack named/.test(message)) {
    return `There is no stack ${stackName} in the project of ${workDir}. See \`pulumi stack ls\`, or name the project's folder with --cwd.`;
  }
  const advice = ADVICE.find(([words]) => words.test(message))?.[1] ?? "";
  const place = hasProject(workDir) ? "" : ` There is no Pulumi project in ${workDir}: name its folder with --cwd.`;
  return `Stack ${stackName} could not be read: ${ownWords(message)}.${place || advice}`;
}

/** What to do about failures whose messages do not say it. */
const ADVICE: readonly [RegExp, string][] = [
  [/PULUMI_ACCESS_TOKEN/, " Run `pulumi login`, or set PULUMI_BACKEND_URL to where the state is kept."],
  [/incorrect passphrase/, " Set PULUMI_CONFIG_PASSPHRASE to the stack's own passphrase."],
];

/** Whether a folder, or one above it, contains a project, searched like the CLI does. */
function hasProject(folder: string): boolean {
  if (["yaml", "yml", "json"].some((type) => existsSync(join(folder, `Pulumi.${type}`)))) return true;
  return dirname(folder) !== folder && hasProject(dirname(folder));
}

/** Only the CLI's error lines: the Automation API's message also holds the rest of its output, with secrets in plain text. */
function ownWords(message: string): string {
  const lines = message.split("\n").flatMap((line) => /^\s*(?:stderr: )?error: (.*\S)/.exec(line)?.[1] ?? []);
  return [...new Set(lines)].join("\n").replace(/\.$/, "") || "the Pulumi CLI failed";
}

/** The settings of no stack: what counts is the environment. */
export const noStack: Settings = { config: () => undefined };

/** The configuration of the stack of `--stack`, if there is one. */
export async function settingsOf({ stack, cwd }: { stack?: string; cwd: string }): Promise<Settings> {
  return stack === undefined ? noStack : mergeConfig([await readStack(stack, cwd)]);
}

/**
 * The configuration of one or more stacks. They are all compared with one account, so the settings that select it must be
 * the same in all of them.
 */
export function mergeConfig(stacks: readonly StackState[]): Settings {
  const config = (key: string) => {
    const values = new Set(stacks.map(({ config }) => config.get(key)).filter((value) => value !== undefined));
    if (values.size > 1 && ["cloudone:baseUrl", "cloudone:samlBaseUrl", "cloudone:accountId"].includes(key)) {
      throw new CommandFailure(`The stacks differ in ${key}: ${[...values].join(", ")}. Compare them one by one.`);
    }
    return values.values().next().value;
  };
  return {
    config,
    keys: () => [...new Set(stacks.flatMap((stack) => [...stack.config.keys()]))],
    project: stacks[0]?.project,
  };
}
