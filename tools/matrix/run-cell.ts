import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cell } from "./cells.ts";
import { MANAGER } from "./managers.ts";
import { projectCommands, StepFailure } from "./project-commands.ts";
import { writeProject } from "./write-project.ts";

interface CellScene {
  tarball: string;
  /** The engine's folder. */
  binDir: string;
  /** npm's registry, since yarn has its own default. */
  registry: string;
  /** Created for the run, and removed afterwards. */
  folder: string;
  startEmulator: () => Promise<CellEmulator>;
  /** The emulator's key. */
  apiKey: string;
}

interface CellEmulator {
  readonly url: string;
  readonly emulator: { readonly store: { readonly roles: { has(id: string): boolean } } };
  close(): Promise<void>;
}

/** Undefined if everything works; otherwise the failed step and the end of its output. */
export async function runCell(cell: Cell, scene: CellScene): Promise<string | undefined> {
  try {
    await installCell(cell, scene);
    return await exerciseCell(cell, scene);
  } catch (error) {
    if (error instanceof StepFailure) return error.message;
    throw error;
  } finally {
    await rm(scene.folder, { recursive: true, force: true });
  }
}

/** Creates the project and compiles it. */
async function installCell(cell: Cell, { tarball, registry, folder }: CellScene): Promise<void> {
  const tools = join(folder, ".tools");
  await mkdir(tools, { recursive: true });
  const dependencies = { node: cell.node, ...MANAGER[cell.manager].tools };
  // An install script of Node.js's package links the binary, and npm runs it only if allowed.
  await writeFile(
    join(tools, "package.json"),
    JSON.stringify({ private: true, allowScripts: { node: true }, dependencies }),
  );
  await writeProject(cell, tarball, folder);
  const env = {
    npm_config_registry: registry,
    YARN_REGISTRY: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
  };
  const { installTools, install, project } = projectCommands(cell, { folder, env });
  await installTools();
  await install();
  if (cell.typescript !== undefined) await project(...tsc(cell, folder));
}

/** up, preview and refresh without changes, destroy. */
async function exerciseCell(cell: Cell, scene: CellScene): Promise<string | undefined> {
  const { binDir, folder, startEmulator, apiKey } = scene;
  await mkdir(join(folder, ".backend"), { recursive: true });
  const running = await startEmulator();
  const { store } = running.emulator;
  try {
    const { project } = projectCommands(cell, {
      folder,
      path: [binDir],
      env: {
        PULUMI_BACKEND_URL: `file://${join(folder, ".backend")}`,
        PULUMI_HOME: join(folder, ".pulumi-home"),
        PULUMI_CONFIG_PASSPHRASE: "matrix",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        CLOUDONE_BASE_URL: running.url,
        CLOUDONE_API_KEY: apiKey,
      },
    });
    const pulumi = (...args: string[]) => project("pulumi", ...args, "--non-interactive", "--color", "never");
    await pulumi("stack", "init", "dev");
    const up = await pulumi("up", "--yes", "--skip-preview");
    if (/\bwarning:/.test(up)) return `up warns:\n${up}`;
    if (!store.roles.has("auditor")) return "up: the account has no role";
    await pulumi("preview", "--expect-no-changes");
    await pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await pulumi("destroy", "--yes", "--skip-preview");
    return store.roles.has("auditor") ? "destroy: the role still exists" : undefined;
  } finally {
    await running.close();
  }
}

/** Under Plug'n'Play it has no path. */
function tsc({ manager }: Cell, folder: string): string[] {
  if (manager === "yarn 4 Plug'n'Play") return ["tsc", "--noEmit"];
  return ["node", join(folder, "node_modules", "typescript", "bin", "tsc"), "--noEmit"];
}
