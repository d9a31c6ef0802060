import { resolve } from "node:path";
import { CommandFailure } from "./command-failure.js";

/** A stack as the engine knows it: its exported state, and its configuration in clear. */
export interface StackState {
  exported: unknown;
  config: ReadonlyMap<string, string>;
}

/** Reads a stack through the Automation API, which needs the Pulumi CLI and the project's folder. */
export async function readStack(stackName: string, workDir: string): Promise<StackState> {
  const automation = await import("@pulumi/pulumi/automation/index.js");
  try {
    // Not selectStack: that would change which stack the folder has selected.
    const workspace = await automation.LocalWorkspace.create({ workDir });
    const [exported, config] = await Promise.all([workspace.exportStack(stackName), workspace.getAllConfig(stackName)]);
    return { exported, config: new Map(Object.entries(config).map(([key, { value }]) => [key, value])) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandFailure(explain(error, stackName, resolve(workDir)));
  }
}

function explain({ name, message }: Error, stackName: string, workDir: string): string {
  if (name === "StackNotFoundError" || /no stack named/.test(message)) {
    return `There is no stack ${stackName} in the project of ${workDir}. See \`pulumi stack ls\`, or name the project's folder with --cwd.`;
  }
  if (/ENOENT|not find (the )?pulumi|Could not find/i.test(message)) {
    return `The Pulumi CLI did not run: ${message.trim()}. Put it on PATH, or use --state with a file from \`pulumi stack export\`.`;
  }
  return `Stack ${stackName} could not be read: ${ownWords(message)}`;
}

/** What the CLI says is wrong; the Automation API's message holds the rest of its output too, with secrets in clear. */
function ownWords(message: string): string {
  const lines = message.split("\n").filter((line) => /^\s*(stderr: )?error: /.test(line));
  return lines.map((line) => line.replace(/^\s*(stderr: )?error: /, "")).join("\n") || "the Pulumi CLI failed.";
}

/**
 * The configuration of one or more stacks. They are compared with one account, so the settings that lead there must be
 * the same in all of them.
 */
export function mergeConfig(stacks: readonly StackState[]): (key: string) => string | undefined {
  return (key) => {
    const values = new Set(stacks.map(({ config }) => config.get(key)).filter((value) => value !== undefined));
    if (values.size > 1 && (key === "cloudone:baseUrl" || key === "cloudone:accountId")) {
      throw new CommandFailure(`The stacks have different ${key}: ${[...values].join(", ")}. Compare them one by one.`);
    }
    return values.values().next().value;
  };
}
