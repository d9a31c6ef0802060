import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type CommandResult, startCommand } from "./harness/command.js";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { firstSteps } from "./packaging/first-steps.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const PNPM = join(REPOSITORY, "node_modules", "pnpm", "bin", "pnpm.mjs");
const AUDIT_URN = "urn:cloudone:audit:us-1:012345678912:role/read-only";

const program = `
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const auditor = new cloudone.Role("auditor", {
  roleId: "auditor",
  name: "Auditor",
  serviceRoleURNs: ["${AUDIT_URN}"],
});

export const urn: pulumi.Output<string> = auditor.cloudOneUrn;
`;

/** What \`pulumi new typescript\` makes, and its ESM sister. "types" is for pnpm, which hoists none. */
const tsconfigs = {
  commonjs: { module: "nodenext", target: "es2022", strict: true, types: ["node"] },
  module: { module: "nodenext", target: "es2022", strict: true, types: ["node"], noEmit: true },
};

// Outside the repository, whose node_modules would stand in for what an installation lacks.
let folder: string;
let tarball: string;
let packed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-packaging-"));
  const { stdout } = await ran("npm", ["pack", "--json", "--pack-destination", folder], REPOSITORY);
  const [pack] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (pack === undefined) throw new Error(`npm pack printed no package: ${stdout}`);
  tarball = join(folder, pack.filename);
  packed = pack.files.map(({ path }) => path);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describeEngine("the packed tarball", () => {
  test("holds what package.json points to, and nothing but the product", async () => {
    const { main, types, exports, bin } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8"));
    const targets = [main, types, ...Object.values(bin), ...Object.values(exports).flatMap(targetsOf)] as string[];
    expect(packed).toEqual(expect.arrayContaining(targets.map((target) => target.replace(/^\.\//, ""))));
    expect(
      packed.filter(
        (path) =>
          !/^((dist\/(sdk|provider|emulator|cli)|docs|examples|templates)\/|[A-Z]+(\.md)?$|package\.json$)/.test(path),
      ),
    ).toEqual([]);
  });

  test("holds every page that its README leads to, so that its guides can be followed without the repository", async () => {
    const text = await readFile(join(REPOSITORY, "README.md"), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link ?? "");
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !packed.some((path) => path === link || path.startsWith(`${link}/`)))).toEqual([]);
    expect(packed).toContain("examples/pipelines/gitlab/.gitlab-ci.yml");
  });

  test("works in a fresh npm project with a CommonJS program", async () => {
    const project = await freshProject("npm", "commonjs");
    await ran("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier"], project);
    await ran(process.execPath, [join(project, "node_modules", "typescript", "bin", "tsc"), "--noEmit"], project);
    await liveAndDie(project);
  });

  test("works in a fresh pnpm project with an ES module program", async () => {
    const project = await freshProject("pnpm", "module");
    // pnpm 12 stops at an install script that nobody allowed or denied.
    await writeFile(join(project, "pnpm-workspace.yaml"), "allowBuilds:\n  protobufjs: false\n");
    await ran(process.execPath, [PNPM, "install", "--prefer-offline", "--no-frozen-lockfile"], project);
    await ran(process.execPath, [join(project, "node_modules", "typescript", "bin", "tsc"), "--noEmit"], project);
    await liveAndDie(project);
  });

  describe("takes a reader", () => firstSteps(() => tarball));
});

async function freshProject(name: string, type: "commonjs" | "module"): Promise<string> {
  const { devDependencies } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8"));
  const project = join(folder, name);
  await mkdir(project);
  const own = (dependency: string) => ({ [dependency]: devDependencies[dependency] as string });
  const files = {
    "package.json": {
      name: `consumer-${name}`,
      private: true,
      type,
      main: "index.ts",
      dependencies: { ...own("@pulumi/pulumi"), "pulumi-cloudone": `file:${tarball}` },
      devDependencies: { ...own("@types/node"), ...own("typescript") },
    },
    "tsconfig.json": { compilerOptions: tsconfigs[type], files: ["index.ts"] },
  };
  for (const [file, content] of Object.entries(files)) await writeFile(join(project, file), JSON.stringify(content));
  await writeFile(join(project, "Pulumi.yaml"), `name: consumer-${name}\nruntime: nodejs\nmain: index.ts\n`);
  await writeFile(join(project, "index.ts"), program);
  return project;
}

async function liveAndDie(project: string): Promise<void> {
  const cloud = await startCloud();
  const stack = await createStack({ cloud, folder: project });
  const created = await stack.up();
  expect(created.ops).toEqual({ auditor: "create" });
  expect(created.warnings()).toEqual([]);
  expect(cloud.emulator.store.roles.get("auditor")).toMatchObject({ name: "Auditor", serviceRoleURNs: [AUDIT_URN] });
  expect(await stack.outputs()).toEqual({ urn: expect.stringMatching(/role\/auditor$/) });
  await stack.expectNoChanges();
  expect((await stack.destroy()).ops).toEqual({ auditor: "delete" });
  expect(cloud.emulator.store.roles.get("auditor")).toBeUndefined();
}

function targetsOf(entry: unknown): string[] {
  return typeof entry === "string" ? [entry] : Object.values(entry as Record<string, string>);
}

/** Of npm's scripts and of Node's behaviour; but without the certificates no registry behind a proxy can be reached. */
const SCRIPTS_OWN = /^npm_(?!config_globalconfig$)|^NODE_(?!EXTRA_CA_CERTS$)/i;

/** Runs a package manager with the project's own node, and as outside npm's scripts. */
async function ran(command: string, args: string[], cwd: string): Promise<CommandResult> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SCRIPTS_OWN.test(name)));
  const result = await startCommand(command, args, { cwd, env, timeoutSeconds: 300 }).done;
  if (result.code !== 0) throw new Error(`${command} ${args.join(" ")} failed\n${result.output}`);
  return result;
}
