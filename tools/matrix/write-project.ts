import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cell } from "./cells.ts";
import { MANAGER } from "./managers.ts";

const URN = "urn:cloudone:audit:us-1:012345678912:role/read-only";
const DECLARATION = `const auditor = new cloudone.Role("auditor", { roleId: "auditor", name: "Auditor", serviceRoleURNs: ["${URN}"] });\n`;
const TYPESCRIPT = `import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";
import { type CloudOne, createCloudOne } from "pulumi-cloudone/provider";
import { startEmulator } from "pulumi-cloudone/emulator";
export const unused: [CloudOne | undefined, string, string] = [undefined, typeof createCloudOne, typeof startEmulator];
${DECLARATION}export const urn: pulumi.Output<string> = auditor.cloudOneUrn;
`;
const JAVASCRIPT = `const cloudone = require("pulumi-cloudone");\n${DECLARATION}exports.urn = auditor.cloudOneUrn;\n`;

const STRICT = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
};
/** Without skipLibCheck and types, like the templates. */
const COMPILER: Record<Exclude<Cell["program"], "JavaScript">, object> = {
  "CommonJS, template": { ...STRICT, module: "nodenext", moduleResolution: "nodenext" },
  "CommonJS, older template": { ...STRICT, module: "commonjs", moduleResolution: "node" },
  ESM: { ...STRICT, target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
};

/**
 * TypeScript 5 loads every package of @types. Old SDKs bring the one of an old got, which does not compile with the keyv that
 * yarn installs next to it: docs/guides/install.md.
 */
function loadsForeignTypes({ manager, sdk, typescript }: Cell): boolean {
  return /^yarn (classic|4 node-modules)$/.test(manager) && sdk === "3.216.0" && typescript === "5.9.3";
}

/** Writes a new project that depends on the tarball and, with the cell's TypeScript, the cell's SDK. */
export async function writeProject(cell: Cell, tarball: string, folder: string): Promise<void> {
  const { manager, program, sdk, typescript } = cell;
  const main = program === "JavaScript" ? "index.js" : "index.ts";
  const manifest = {
    name: "consumer",
    private: true,
    main,
    ...(program === "ESM" && { type: "module" }),
    dependencies: { "@pulumi/pulumi": sdk, "pulumi-cloudone": `file:${tarball}` },
    ...(typescript !== undefined && { devDependencies: { "@types/node": "^18", typescript } }),
  };
  const files: Record<string, string> = {
    ...MANAGER[manager].files,
    "package.json": JSON.stringify(manifest, null, 2),
    "Pulumi.yaml": "name: consumer\nruntime: nodejs\n",
    [main]: program === "JavaScript" ? JAVASCRIPT : TYPESCRIPT,
  };
  if (program !== "JavaScript") {
    const older = program === "CommonJS, older template" && typescript?.startsWith("6.");
    const compilerOptions = {
      ...COMPILER[program],
      ...(older && { ignoreDeprecations: "6.0" }),
      ...(loadsForeignTypes(cell) && { types: ["node"] }),
    };
    files["tsconfig.json"] = JSON.stringify({ compilerOptions, files: [main] }, null, 2);
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
