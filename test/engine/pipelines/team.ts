import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { expect } from "@jest/globals";
import { type CommandResult, startCommand } from "../harness/command.js";
import { engineEnvironment } from "../harness/engine-environment.js";
import { type Cloud, createStack, declare, type Stack, startCloud } from "../harness.js";
import { AUDIT, FULL, READ, role, user } from "../scene.js";
import { type Forge, startForge } from "./forge-server.js";
import { githubSteps, gitlabSteps, PIPELINES, type ShellStep } from "./workflow.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");
export const READER = "reader:reader-secret-of-the-pipeline";
export const WRITER = "writer:writer-secret-of-the-pipeline";

export interface Team {
  cloud: Cloud;
  stack: Stack;
  forge: Forge;
  /** The secrets and variables that the project's settings hold. */
  settings: Record<string, string>;
}

/** An account whose stack is up, and a second version of its program that takes away from three people. */
export async function startTeam(): Promise<Team> {
  const [readerId = "", readerSecret = ""] = READER.split(":");
  const [writerId = "", writerSecret = ""] = WRITER.split(":");
  const cloud = await startCloud({
    apiKey: WRITER,
    seed: {
      roles: [{ id: "auditor", name: "Role auditor", description: "", serviceRoleURNs: [READ, AUDIT] }],
      users: [
        { email: "ann@example.com", roleID: "auditor" },
        { email: "ben@example.com", roleID: "full-access" },
        { email: "cem@example.com", roleID: "read-only" },
        { email: "dora@example.com", roleID: "read-only" },
        { email: "olga@example.com", roleID: "full-access" },
      ],
      apiKeys: [
        { id: readerId, secret: readerSecret, roleID: "read-only" },
        { id: writerId, secret: writerSecret, roleID: "full-access" },
      ],
    },
  });
  const stack = await createStack({
    cloud,
    config: { "cloudone:baseUrl": cloud.url },
    mustNotLeak: [READER],
    passphrase: true,
  });
  await cp(join(PIPELINES, "scripts"), join(stack.folder, "scripts"), { recursive: true });
  // As npm ci leaves it.
  await mkdir(join(stack.folder, "node_modules", ".bin"), { recursive: true });
  await symlink(
    join(REPOSITORY, "dist", "cli", "main.js"),
    join(stack.folder, "node_modules", ".bin", "pulumi-cloudone"),
  );
  const writer = { kind: "apiKey", id: writerId, reason: "the pipeline's own" };
  await writeFile(join(stack.folder, "drift-ignore.json"), JSON.stringify([writer]));
  await mkdir(join(stack.folder, "stubs"));
  await symlink(join(import.meta.dirname, "gh-stub.mjs"), join(stack.folder, "stubs", "gh"));
  await stack.program([
    others("cem", "dora"),
    auditors(READ, AUDIT),
    user("ann", "auditor"),
    user("ben", "full-access"),
  ]);
  await stack.up({ skipPreview: true });
  const { PULUMI_BACKEND_URL = "", PULUMI_CONFIG_PASSPHRASE = "" } = engineEnvironment(stack.folder);
  const settings = {
    ACCESS_STACK: stack.name,
    CLOUDONE_API_KEY: WRITER,
    CLOUDONE_READ_ONLY_API_KEY: READER,
    PULUMI_BACKEND_URL,
    PULUMI_CONFIG_PASSPHRASE,
    DRIFT_OPTIONS: "--redact --ignore drift-ignore.json",
  };
  return { cloud, stack, forge: await startForge(), settings };
}

/** The same team, on a forge where nothing was written yet. */
export async function onAnotherForge(team: Team): Promise<Team> {
  return { ...team, forge: await startForge() };
}

export function others(...names: string[]) {
  const users = Object.fromEntries(names.map((name) => [`${name}@example.com`, "read-only"]));
  return declare("UserAssignmentSet", "others", { users, unmanaged: "ignore" });
}

/** After the set, so that a run that the set stops has not come to the role. */
export function auditors(...serviceRoleURNs: string[]) {
  return role("auditor", { serviceRoleURNs }, { dependsOn: ["others"] });
}

export const takingAway = [others("cem"), auditors(READ, FULL), user("ann", "auditor")];

/** Runs the steps one after the other, as a runner does, until one fails. */
export async function runSteps(team: Team, steps: ShellStep[], runner: Record<string, string>): Promise<CommandResult> {
  const { stack, forge } = team;
  const env: NodeJS.ProcessEnv = { ...engineEnvironment(stack.folder), STUB_FORGE_URL: forge.url };
  // These come from the pipeline's own settings or not at all.
  for (const name of ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "GH_TOKEN"]) delete env[name];
  env.PATH = [join(stack.folder, "stubs"), env.PATH].join(delimiter);
  let last: CommandResult | undefined;
  for (const step of steps) {
    last = await startCommand("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      cwd: stack.folder,
      env: { ...env, ...runner, ...step.env },
    }).done;
    expect(last.output).not.toMatch(/secret-of-the-pipeline|token-of-the-forge/);
    if (last.code !== 0) break;
  }
  if (last === undefined) throw new Error("the job has no shell step");
  return last;
}

export async function github(
  team: Team,
  file: string,
  job: string,
  runner: Record<string, string>,
): Promise<CommandResult> {
  const contexts: Record<string, string> = {
    "github.token": "token-of-the-forge",
    "github.event.pull_request.user.login": "Ben-On-The-Forge",
  };
  for (const [name, value] of Object.entries(team.settings)) {
    contexts[`secrets.${name}`] = value;
    contexts[`vars.${name}`] = value;
  }
  const files = { GITHUB_STEP_SUMMARY: "summary.md", GITHUB_OUTPUT: "output.txt" };
  return runSteps(team, await githubSteps(file, job, contexts), {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "acme/access",
    ...files,
    ...runner,
  });
}

export async function gitlab(team: Team, job: string, runner: Record<string, string>): Promise<CommandResult> {
  return runSteps(
    team,
    await gitlabSteps(job, { ...team.settings, FORGE_TOKEN: "token-of-the-forge", GITLAB_USER_LOGIN: "ben" }),
    {
      GITLAB_CI: "true",
      CI_API_V4_URL: team.forge.url,
      CI_PROJECT_ID: "7",
      ...runner,
    },
  );
}
