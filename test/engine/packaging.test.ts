// Only installations show that the tarball works with npm, pnpm, the compiler and the engine.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "../../emulator/index.js";
import { provisionEngine } from "../../tools/engine.ts";
import { CELLS } from "../../tools/matrix/cells.ts";
import { runCell } from "../../tools/matrix/run-cell.ts";
import { type CommandResult, startCommand } from "./harness/command.js";
import { describeEngine } from "./harness.js";
import { firstSteps } from "./packaging/first-steps.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
// Outside the repository: its node_modules would hide what an installation lacks.
let folder: string;
let tarball: string;
let packed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-packaging-"));
  // dist is built by now, and other tests are using it.
  const { stdout } = await ran("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], REPOSITORY);
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

  // The whole matrix belongs to `npm run release:check`.
  test.each([
    ["npm", "CommonJS, template"],
    ["pnpm", "ESM"],
  ])("works in a fresh project of %s: %s", async (manager, program) => {
    const cell = CELLS.find((one) => one.manager === manager && one.program === program);
    if (cell === undefined) throw new Error(`no cell has ${manager} and ${program}`);
    const registry = (await ran("npm", ["config", "get", "registry"], REPOSITORY)).stdout.trim();
    const { binDir } = await provisionEngine({ log: () => undefined });
    const apiKey = `${demoApiKeyId}:${demoApiKeySecret}`;
    const project = join(folder, manager);
    expect(await runCell(cell, { tarball, binDir, registry, folder: project, startEmulator, apiKey })).toBeUndefined();
  });

  describe("takes a reader", () => firstSteps(() => tarball));
});

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
