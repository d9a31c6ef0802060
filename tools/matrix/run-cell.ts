import { mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "pulumi-cloudone/emulator";
import { type ChildResult, runChild } from "../engine/child.ts";
import type { Cell } from "./cells.ts";

export interface CellScene {
  tarball: string;
  /** Where the engine is. */
  binDir: string;
  /** Made, and removed afterwards. */
  folder: string;
}

const YARN_4 = "4.12.0";
const URN = "urn:cloudone:audit:us-1:012345678912:role/read-only";

const PROGRAM = `new cloudone.Role("auditor", { roleId: "auditor", name: "Auditor", serviceRoleURNs: ["${URN}"] });\n`;
const IMPORT = 'import * as cloudone from "pulumi-cloudone";\n';
const TYPES = `import { type CloudOne, createCloudOne } from "pulumi-cloudone/provider";
import { startEmulator } from "pulumi-cloudone/emulator";
export const unused: [CloudOne | undefined, unknown, unknown] = [undefined, createCloudOne, startEmulator];
`;

/** As Pulumi's public templates have it: today's, and that of many projects that are older. */
const TSCONFIGS: Record<string, object> = {
  "CommonJS, template": {
    strict: true,
    target: "es2020",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
  },
  "CommonJS, older template": {
    strict: true,
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    types: ["node"],
  },
  ESM: { strict: true, target: "es2022", module: "nodenext", moduleResolution: "nodenext", types: ["node"] },
};

/** Undefined where everything works; otherwise the step that failed and the end of its output. */
export async function runCell(cell: Cell, { tarball, binDir, folder }: CellScene): Promise<string | undefined> {
  await mkdir(join(folder, "backend"), { recursive: true });
  const emulator = await startEmulator();
  try {
    await writeProject(cell, tarball, folder);
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "matrix",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      CLOUDONE_BASE_URL: emulator.url,
      CLOUDONE_API_KEY: `${demoApiKeyId}:${demoApiKeySecret}`,
      YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
      YARN_CACHE_FOLDER: join(folder, "yarn"),
    };
    const node = join(folder, "tools", "node_modules");
    const step = async (name: string, command: string, args: string[]) => {
      const own = [join(node, "node", "bin"), join(node, ".bin"), binDir, env.PATH ?? ""].join(delimiter);
      const result = await runChild(command, args, { cwd: folder, env: { ...env, PATH: own }, timeoutSeconds: 600 });
      if (result.code !== 0) throw new StepFailure(name, result);
    };
    await step("tools", "npm", [
      "install",
      "--prefix",
      join(folder, "tools"),
      "--no-audit",
      "--no-fund",
      ...toolsOf(cell),
    ]);
    const [manager = "", ...install] = installOf(cell);
    await step("install", manager, install);
    const pulumi = (...args: string[]): [string, string[]] => ["pulumi", args];
    if (cell.typescript !== undefined) {
      const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
      await step("tsc", "node", [tsc, "--noEmit"]);
    }
    await step("stack init", ...pulumi("stack", "init", "dev"));
    await step("up", ...pulumi("up", "--yes", "--skip-preview"));
    if (!emulator.emulator.store.roles.has("auditor")) return "up made no role";
    await step("preview", ...pulumi("preview", "--expect-no-changes"));
    await step("refresh", ...pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes"));
    await step("destroy", ...pulumi("destroy", "--yes", "--skip-preview"));
    return emulator.emulator.store.roles.has("auditor") ? "destroy left the role" : undefined;
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return error.message;
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class StepFailure extends Error {
  constructor(step: string, { code, stdout, stderr }: ChildResult) {
    super(`${step} ended with ${code}: ${`${stdout}\n${stderr}`.trim().slice(-600)}`);
  }
}

/** The Node.js of the cell, and its package manager, unless that comes with Node.js. */
function toolsOf({ manager, node }: Cell): string[] {
  const managers: Record<string, string[]> = {
    pnpm: ["pnpm@10.24.0"],
    "yarn classic": ["yarn@1.22.22"],
    "yarn 4 node-modules": [`@yarnpkg/cli-dist@${YARN_4}`],
  };
  return [`node@${node}`, "--allow-scripts=node", ...(managers[manager] ?? [])];
}

function installOf({ manager }: Cell): string[] {
  if (manager === "npm") return ["npm", "install", "--no-audit", "--no-fund"];
  if (manager === "pnpm") return ["pnpm", "install", "--no-frozen-lockfile"];
  return ["yarn", "install", ...(manager === "yarn classic" ? ["--no-lockfile"] : [])];
}

async function writeProject(cell: Cell, tarball: string, folder: string): Promise<void> {
  const { manager, program, sdk, typescript } = cell;
  const isModule = program === "ESM";
  const json = (name: string, content: object) => writeFile(join(folder, name), JSON.stringify(content, null, 2));
  await json("package.json", {
    name: "consumer",
    private: true,
    ...(isModule && { type: "module" }),
    dependencies: { "@pulumi/pulumi": sdk, "pulumi-cloudone": `file:${tarball}` },
    ...(typescript !== undefined && { devDependencies: { "@types/node": "24.19.4", typescript } }),
  });
  const file = program === "JavaScript" ? "index.js" : "index.ts";
  await writeFile(join(folder, "Pulumi.yaml"), `name: consumer\nruntime: nodejs\nmain: ${file}\n`);
  const js = 'const cloudone = require("pulumi-cloudone");\n';
  await writeFile(join(folder, file), program === "JavaScript" ? js + PROGRAM : IMPORT + TYPES + PROGRAM);
  const options = TSCONFIGS[program];
  if (options !== undefined) {
    const older = "moduleResolution" in options && options.moduleResolution === "node" && typescript?.startsWith("6.");
    await json("tsconfig.json", {
      compilerOptions: { ...options, outDir: "bin", ...(older && { ignoreDeprecations: "6.0" }) },
      files: [file],
    });
  }
  if (manager === "pnpm") await writeFile(join(folder, "pnpm-workspace.yaml"), "onlyBuiltDependencies: []\n");
  if (manager.startsWith("yarn 4")) {
    await writeFile(
      join(folder, ".yarnrc.yml"),
      `nodeLinker: node-modules\nenableTelemetry: false\nenableScripts: false\n`,
    );
    await writeFile(join(folder, "yarn.lock"), "");
  }
}
