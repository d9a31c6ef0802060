import { delimiter, join, resolve } from "node:path";
import { engine } from "./engine.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

/** What a CLI with a home and a file backend in this folder needs, on top of jest's environment. */
export function engineEnvironment(folder: string): NodeJS.ProcessEnv {
  const found = engine();
  if ("missing" in found) throw new Error(found.missing);
  return {
    ...inherited(),
    PATH: [found.binDir, join(REPOSITORY, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Without it the CLI has no --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    // A command ends before it would matter; collecting garbage takes an eighth of its time.
    GOGC: "off",
    GOMEMLIMIT: "1GiB",
    NODE_OPTIONS: `--require=${join(import.meta.dirname, "lazy-typescript.cjs")}`,
    NODE_COMPILE_CACHE: join(REPOSITORY, ".cache", "node-compile"),
  };
}

/** The environment without anything that would change how the product, the engine or node behaves. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(CLOUDONE_|SAILPOINT_|PULUMI_|NODE_|JEST_)/.test(name)),
  );
}
