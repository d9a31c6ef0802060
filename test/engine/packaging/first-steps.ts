import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { execa } from "execa";
import { defaultAccountId } from "../../../emulator/index.js";
import { startCommand } from "../harness/command.js";
import { engineEnvironment } from "../harness/engine-environment.js";
import { type Cloud, startCloud } from "../harness.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

/** The README's section for people who install it first. */
async function walk(): Promise<{ install: string; program: string; preview: string }> {
  const text = await readFile(join(REPOSITORY, "README.md"), "utf8");
  const section = /^## Use it$([\s\S]*?)^## /m.exec(text)?.[1] ?? "";
  const [install = "", program = "", preview = ""] = [
    ...section.matchAll(/```(?:shell|typescript)\n([\s\S]*?)```/g),
  ].map(([, block = ""]) => block);
  return { install, program, preview };
}

let folder: string;
let cloud: Cloud;

/** Runs the lines of a block, one after the other, as a reader would. */
async function run(lines: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const inherited = Object.fromEntries(
    Object.entries(engineEnvironment(folder)).filter(([name]) => !/^npm_|^NODE_(?!EXTRA_CA_CERTS$)/i.test(name)),
  );
  // The README logs in.
  const { PULUMI_BACKEND_URL: _, ...rest } = inherited;
  const result = await startCommand("bash", ["-ec", lines], {
    cwd,
    env: { ...rest, HOME: folder, ...(await npmSettings()), ...env },
    timeoutSeconds: 300,
  }).done;
  if (result.code !== 0) throw new Error(`${lines}\nfailed\n${result.output}`);
  return result.output;
}

/** Where npm finds what it needs, which is not in the new home. */
async function npmSettings(): Promise<Record<string, string>> {
  const names = ["cache", "userconfig", "globalconfig"];
  const { stdout } = await execa("npm", ["config", "get", ...names], { stdin: "ignore" });
  const found = Object.fromEntries([...stdout.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  for (const name of names) if (!found[name]) throw new Error(`npm says nothing of its ${name}: ${stdout}`);
  const { NODE_EXTRA_CA_CERTS } = process.env;
  return {
    // Without the certificates no registry behind a proxy can be reached.
    ...(NODE_EXTRA_CA_CERTS !== undefined && { NODE_EXTRA_CA_CERTS }),
    npm_config_cache: found.cache,
    npm_config_userconfig: found.userconfig,
    npm_config_globalconfig: found.globalconfig,
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
}

/** Follows the README and uses the template, with this tarball in place of the published package. */
export function firstSteps(tarball: () => string): void {
  // Outside the repository: its node_modules would hide what the README does not install.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-first-steps-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("from an empty folder to a preview, by the lines that the README shows", async () => {
    cloud = await startCloud({
      seed: JSON.parse(await readFile(join(REPOSITORY, "examples/quick-start/emulator-seed.json"), "utf8")),
    });
    const { install, program, preview } = await walk();
    const project = join(folder, "access");
    await mkdir(project);
    await mkdir(join(folder, "state"));
    await run(
      install
        .replace("install pulumi-cloudone", `install ${tarball()}`)
        // The engine finds the home of that option by the user's account, not by HOME.
        .replace("pulumi login --local", `pulumi login file://${join(folder, "state")}`),
      project,
    );
    await writeFile(join(project, "index.ts"), program);
    const said = await run(
      `export CLOUDONE_BASE_URL=${cloud.url}\n${preview}`
        .replace("<keyId>:<secret>", cloud.apiKey)
        .replace("<12 digits>", defaultAccountId),
      project,
    );
    expect(said).toMatch(/Resources:\n +\+ 5 to create/);
    expect(said).not.toMatch(/error|TypeError/);
    expect(cloud.emulator.writes()).toEqual([]);
    await run("npx tsc", project);
  });

  test("from pulumi new with the template to a preview", async () => {
    const project = join(folder, "from-template");
    await cp(join(REPOSITORY, "templates", "access"), join(folder, "template"), { recursive: true });
    await run(`pulumi new ../template --generate-only --yes --offline --name team-access`, await made(project));
    // What npm install would put there.
    await rename(join(folder, "access", "node_modules"), join(project, "node_modules"));
    const said = await run(
      [
        "pulumi stack init dev",
        `pulumi config set cloudone:accountId ${defaultAccountId}`,
        "npx tsc",
        "pulumi preview",
      ].join("\n"),
      project,
      { CLOUDONE_BASE_URL: cloud.url, CLOUDONE_API_KEY: cloud.apiKey },
    );
    expect(said).toMatch(/\+ +pulumi-nodejs:dynamic\/cloudone:Role +workload-auditor/);
    expect(cloud.emulator.writes()).toEqual([]);
  });
}

async function made(path: string): Promise<string> {
  await mkdir(path);
  return path;
}
