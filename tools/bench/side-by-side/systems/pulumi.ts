import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { run, whyFailed } from "../../../run.ts";
import type { Phase } from "../scenario.ts";
import type { System } from "../system.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..", "..");
const STACK = "bench";

const COMMANDS: Record<Phase, string[]> = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview", "--expect-no-changes"],
  refresh: ["refresh", "--yes", "--skip-preview", "--expect-no-changes"],
  change: ["up", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

export interface Options {
  name: string;
  /** An ES module that reads the roles.json that `declare` writes. */
  program: string;
  /** More files, by their path in the program's folder. */
  files?: Record<string, string>;
  args?: string[];
  env?: Record<string, string>;
}

/** A program on the Pulumi engine in `binDir`, with a file backend, no type check, and the engine's own defaults. */
export function pulumiSystem(binDir: string, { name, program, files = {}, args = [], env = {} }: Options): System {
  return {
    name,
    provider: "dynamic-provider",
    async prepare(folder, server) {
      const environment = {
        ...inherited(),
        ...env,
        PATH: [binDir, join(REPOSITORY, "node_modules", ".bin"), process.env.PATH].join(delimiter),
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "bench",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        CLOUDONE_BASE_URL: server.url,
        CLOUDONE_API_KEY: server.apiKey,
      };
      const write = async (file: string, text: string) => {
        await mkdir(join(folder, file, ".."), { recursive: true });
        await writeFile(join(folder, file), text);
      };
      await mkdir(join(folder, "backend"));
      await write("package.json", '{ "type": "module" }');
      await write("Pulumi.yaml", `name: ${STACK}\nruntime: nodejs\nmain: index.js\n`);
      await write("index.js", program);
      for (const [file, text] of Object.entries(files)) await write(file, text);
      const made = await run("pulumi", ["stack", "init", STACK, "--non-interactive"], {
        cwd: folder,
        env: environment,
        timeout: 60_000,
        extendEnv: false,
      });
      if (made.exitCode !== 0) throw new Error(`pulumi stack init failed:\n${whyFailed(made, 20)}`);
      return {
        declare: (roles) => write("roles.json", JSON.stringify(roles)),
        command: (phase) => ({
          file: "pulumi",
          args: [...COMMANDS[phase], ...args, "--stack", STACK, "--non-interactive", "--color", "never"],
        }),
        env: environment,
        stateFile: join(folder, "backend", ".pulumi", "stacks", STACK, `${STACK}.json`),
      };
    },
  };
}

/** The environment without anything that would change how the product, the engine or Node behaves. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(CLOUDONE_|SAILPOINT_|PULUMI_|NODE_)/.test(name)),
  );
}
