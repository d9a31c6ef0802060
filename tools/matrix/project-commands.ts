import { delimiter, join } from "node:path";
import { type Ended, run as runCommand } from "../run.ts";
import type { Cell } from "./cells.ts";
import { MANAGER } from "./managers.ts";

/** A command of a cell failed or took too long. */
export class StepFailure extends Error {
  override name = "StepFailure" as const;
  constructor(step: string, { exitCode, stdout, stderr, shortMessage }: Ended) {
    const why = exitCode === undefined ? shortMessage : `exit code ${exitCode}`;
    super(`${step}: ${why}\n${`${stdout}\n${stderr}`.trim().slice(-2000)}`);
  }
}

interface ProjectOptions {
  folder: string;
  /** More folders for PATH, after the cell's own. */
  path?: string[];
  env?: NodeJS.ProcessEnv;
}

/** Runs commands in a cell's project, with its Node.js and its manager; throws a `StepFailure`. */
export function projectCommands(cell: Cell, { folder, path = [], env = {} }: ProjectOptions) {
  const tools = join(folder, ".tools");
  const bin = join(tools, "node_modules", ".bin");
  const run = async (command: string, args: readonly string[], cwd = folder, own = true) => {
    const result = await runCommand(command, args, {
      cwd,
      timeout: 600_000,
      extendEnv: false,
      env: { ...inherited(), ...env, PATH: [...(own ? [bin] : []), ...path, process.env.PATH].join(delimiter) },
    });
    if (result.exitCode !== 0) throw new StepFailure([command, ...args].join(" "), result);
    return `${result.stdout}${result.stderr}`;
  };
  return {
    /** The cell's Node.js comes without npm, so this is the present npm. */
    installTools: () => run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], tools, false),
    install: () => {
      const [command, ...args] = MANAGER[cell.manager].install;
      return run(command, args);
    },
    /** A command of the project, as its manager runs it. */
    project: (...line: string[]) => {
      const [command = "", ...args] = [...MANAGER[cell.manager].run, ...line];
      return run(command, args);
    },
  };
}

/** The environment without anything that would change how the product, the engine, npm or node behaves. A proxy's certificates stay. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|NODE_(?!EXTRA_CA_CERTS$)|PULUMI_|CLOUDONE_|SAILPOINT_|JEST_|INIT_CWD$)/i.test(name),
    ),
  );
}
