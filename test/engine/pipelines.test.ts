// Only the real engine runs what the pipelines and their scripts call.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { type CommandResult, startCommand } from "./harness/command.js";
import { engineEnvironment } from "./harness/engine-environment.js";
import { type Cloud, createStack, declare, describeEngine, type Stack, startCloud } from "./harness.js";
import { type Forge, type Issue, startForge } from "./pipelines/forge-server.js";
import { githubSteps, gitlabSteps, PIPELINES, readYaml, type ShellStep } from "./pipelines/workflow.js";
import { AUDIT, FULL, READ, role, user } from "./scene.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const READER = "reader:reader-secret-of-the-pipeline";
const WRITER = "writer:writer-secret-of-the-pipeline";

interface Team {
  cloud: Cloud;
  stack: Stack;
  forge: Forge;
  /** The secrets and variables that the project's settings hold. */
  settings: Record<string, string>;
}

/** An account whose stack is up, and a second version of its program that takes away from three people. */
async function startTeam(): Promise<Team> {
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
  await symlink(join(import.meta.dirname, "pipelines", "gh-stub.mjs"), join(stack.folder, "stubs", "gh"));
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

function others(...names: string[]) {
  const users = Object.fromEntries(names.map((name) => [`${name}@example.com`, "read-only"]));
  return declare("UserAssignmentSet", "others", { users, unmanaged: "ignore" });
}

/** After the set, so that a run that the set stops has not come to the role. */
function auditors(...serviceRoleURNs: string[]) {
  return role("auditor", { serviceRoleURNs }, { dependsOn: ["others"] });
}

const takingAway = [others("cem"), auditors(READ, FULL), user("ann", "auditor")];

/** Runs the steps one after the other, as a runner does, until one fails. */
async function runSteps(team: Team, steps: ShellStep[], runner: Record<string, string>): Promise<CommandResult> {
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

async function github(team: Team, file: string, job: string, runner: Record<string, string>): Promise<CommandResult> {
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

async function gitlab(team: Team, job: string, runner: Record<string, string>): Promise<CommandResult> {
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

const userOf = ({ cloud }: Team, name: string) => {
  const found = [...cloud.emulator.store.users.values()].find(({ email }) => email === `${name}@example.com`);
  if (found === undefined) throw new Error(`no user ${name}`);
  return found;
};
const access = (team: Team) =>
  ["ann", "ben", "cem", "dora"].map((name) => `${userOf(team, name).roleID}, ${userOf(team, name).state}`);
const BEFORE = ["auditor, enabled", "full-access, enabled", "read-only, enabled", "read-only, enabled"];
const AFTER = ["auditor, enabled", "read-only, disabled", "read-only, enabled", "read-only, disabled"];
const REMOVALS = [
  "UserAssignment ben is deleted: ben&#64;example.com",
  "UserAssignmentSet others: dora&#64;example.com: disable",
  "role auditor loses read-only of audit",
];
const GAIN = "role auditor gains full-access of workload";

describeEngine("the pipelines", () => {
  test("GitHub: a pull request shows removals by name with a read-only key, and the merge applies that plan and nothing else", async () => {
    const team = await startTeam();
    const { cloud, forge, stack } = team;
    await stack.program(takingAway);
    cloud.emulator.clearRequests();
    // Other people's comments fill more than one page.
    for (let id = 1; id <= 99; id += 1) forge.comments.push({ id, body: "Looks good to me", author: "ann" });
    // Somebody would like the report in a comment that they can edit.
    const mark = "<!-- pulumi-cloudone preview dev -->";
    forge.comments.push({ id: 100, body: mark, author: "mallory" });
    const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/12/merge" };
    expect((await github(team, "access-preview.yml", "preview", pull)).code).toBe(0);
    expect((await github(team, "access-preview.yml", "preview", pull)).code).toBe(0);
    expect(forge.comments).toHaveLength(101);
    expect(forge.comments[99]?.body).toBe(mark);
    for (const change of [...REMOVALS, GAIN]) expect(forge.comments.at(-1)?.body).toContain(change);
    // Ann's role changes, Ben is an admin no longer, and Dora is disabled.
    expect(forge.comments.at(-1)?.body).toMatch(/would lose access.*\| ben&#64;.*### Removals/s);
    expect(forge.calls.filter((call) => !call.startsWith("GET"))).toEqual([
      "POST issues/12/comments",
      "PATCH issues/comments/200",
    ]);
    expect(forge.tokens).toEqual(new Set(["token-of-the-forge"]));

    const push = { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" };
    expect((await github(team, "access-deploy.yml", "plan", push)).code).toBe(0);
    const summary = await readFile(join(stack.folder, "summary.md"), "utf8");
    for (const change of [...REMOVALS, GAIN]) expect(summary).toContain(change);
    expect(await readFile(join(stack.folder, "output.txt"), "utf8")).toMatch(/^changes=true$/m);
    expect(cloud.emulator.requests.every(({ apiKeyId }) => apiKeyId === "reader")).toBe(true);
    expect(access(team)).toEqual(BEFORE);

    // By the time of the approval something else would be taken away than was shown.
    await stack.program([others("dora"), auditors(READ, FULL), user("ann", "auditor")]);
    const stale = await github(team, "access-deploy.yml", "apply", push);
    expect([stale.code === 0, stale.output]).toEqual([false, expect.stringContaining("violates plan")]);
    expect([access(team), cloud.emulator.writes()]).toEqual([BEFORE, []]);

    await stack.program(takingAway);
    expect((await github(team, "access-deploy.yml", "apply", push)).code).toBe(0);
    expect(access(team)).toEqual(AFTER);
    expect(cloud.emulator.store.roles.get("auditor")?.serviceRoleURNs).toEqual([READ, FULL]);

    expect((await github(team, "access-deploy.yml", "plan", push)).code).toBe(0);
    expect(await readFile(join(stack.folder, "output.txt"), "utf8")).toMatch(/changes=false\n$/);
  });

  test("GitHub: a preview that a guard refuses fails the job and says in the comment who was kept", async () => {
    const team = await startTeam();
    await team.stack.program(takingAway);
    await team.stack.setConfig("cloudone:guard", '{"protectedUsers":["dora@example.com"]}');
    const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/12/merge" };
    expect((await github(team, "access-preview.yml", "preview", pull)).code).not.toBe(0);
    expect(team.forge.comments[0]?.body).toMatch(/The preview failed.*guard\.protectedUsers: dora&#64;example\.com/s);
  });

  test("GitHub: the nightly drift keeps one issue, leaves it where the scan is incomplete, and closes it when clean", async () => {
    const team = await startTeam();
    const { cloud, forge } = team;
    cloud.emulator.edit.removeUser(userOf(team, "olga").id);
    cloud.emulator.clearRequests();
    const night = () => github(team, "access-drift.yml", "drift", { GITHUB_EVENT_NAME: "schedule" });
    const body = "<!-- pulumi-cloudone drift dev -->";
    const bait: Issue = { number: 1, title: "x", body, state: "open", author: "mallory" };
    forge.issues.push({ ...bait });
    const before = { ...userOf(team, "cem") };
    expect((await night()).code).toBe(0);
    expect(forge.issues).toEqual([bait]);

    cloud.emulator.edit.modifyUser(before.id, { roleID: "full-access" });
    expect((await night()).code).toBe(0);
    const [, first] = forge.issues;
    expect(first).toMatchObject({ number: 2, title: "Cloud One drift: dev", state: "open" });
    expect(first?.body).toContain("full-access");
    // DRIFT_OPTIONS: --redact
    expect(first?.body).not.toContain("cem@example.com");
    cloud.emulator.edit.modifyRole("auditor", { name: "Renamed by hand" });
    expect((await night()).code).toBe(0);
    expect(forge.issues).toEqual([bait, { ...first, body: expect.stringContaining("Renamed by hand") }]);

    cloud.emulator.edit.modifyRole("auditor", { name: "Role auditor" });
    cloud.emulator.edit.modifyUser(before.id, { roleID: "read-only" });
    cloud.emulator.faults.add({ match: { path: "/users" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
    expect((await night()).code).toBe(1);
    expect(forge.issues[1]?.state).toBe("open");
    cloud.emulator.faults.clear();
    expect((await night()).code).toBe(0);
    expect(forge.issues).toEqual([bait, { ...first, body: expect.any(String), state: "closed" }]);
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("GitLab: preview, apply and drift do the same through curl, whose arguments hold no token", async () => {
    const team = await startTeam();
    const { cloud, forge, stack } = team;
    cloud.emulator.edit.removeUser(userOf(team, "olga").id);
    await stack.program([...takingAway, user("ben", "full-access", { deletionPolicy: "retain" })]);
    cloud.emulator.clearRequests();
    const request = { CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "12" };
    expect((await gitlab(team, "preview", request)).code).toBe(0);
    expect((await gitlab(team, "preview", request)).code).toBe(0);
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toContain(REMOVALS[1]);
    expect(forge.tokens).toEqual(new Set(["token-of-the-forge"]));
    expect(await readFile(join(stack.folder, "scripts", "forge.sh"), "utf8")).toContain("curl --config -");
    expect(cloud.emulator.requests.every(({ apiKeyId }) => apiKeyId === "reader")).toBe(true);
    expect((await gitlab(team, "apply", { CI_PIPELINE_SOURCE: "push" })).code).toBe(0);
    expect(userOf(team, "dora").state).toBe("disabled");

    const night = () => gitlab(team, "drift", { CI_PIPELINE_SOURCE: "schedule" });
    cloud.emulator.edit.removeUser(userOf(team, "dora").id);
    cloud.emulator.edit.modifyRole("auditor", { name: "Renamed by hand" });
    expect((await night()).code).toBe(0);
    expect(forge.issues).toMatchObject([{ title: "Cloud One drift: dev", state: "open" }]);
    cloud.emulator.edit.modifyRole("auditor", { name: "Role auditor" });
    expect((await night()).code).toBe(0);
    expect(forge.issues).toMatchObject([{ state: "closed" }]);
  });

  test("Kubernetes: the CronJob's container fails with the report on drift, and the operator writes no refresh into the state", async () => {
    const team = await startTeam();
    const { cloud, stack } = team;
    cloud.emulator.edit.removeUser(userOf(team, "olga").id);
    interface CronJob {
      spec: { jobTemplate: { spec: { template: { spec: { containers: Container[] } } } } };
    }
    interface Container {
      command: string[];
      env: { name: string; value?: string; valueFrom?: { secretKeyRef: { key: string } } }[];
    }
    const job = await readYaml<CronJob>("kubernetes", "drift-cronjob.yaml");
    const container = job.spec.jobTemplate.spec.template.spec.containers[0];
    const secrets: Record<string, string | undefined> = {
      readOnlyApiKey: READER,
      backendUrl: team.settings.PULUMI_BACKEND_URL,
      passphrase: team.settings.PULUMI_CONFIG_PASSPHRASE,
    };
    const values = (container?.env ?? []).map(({ name, value, valueFrom }) => {
      const secret = valueFrom === undefined ? undefined : secrets[valueFrom.secretKeyRef.key];
      return [name, name === "STACK" ? stack.name : (secret ?? value ?? "")] as const;
    });
    const env = { ...Object.fromEntries(values), DRIFT_OPTIONS: "--ignore drift-ignore.json" };
    const step = { run: container?.command.join(" ") ?? "", env };
    expect((await runSteps(team, [step], {})).code).toBe(0);
    cloud.emulator.edit.modifyRole("auditor", { name: "Renamed by hand" });
    const found = await runSteps(team, [step], {});
    expect([found.code, found.stdout]).toEqual([2, expect.stringContaining("Renamed by hand")]);
    expect(team.forge.calls).toEqual([]);
    const { spec } = await readYaml<{ spec: Record<string, unknown> }>("kubernetes", "stack.yaml");
    expect(spec).toMatchObject({ refresh: false, continueResyncOnCommitMatch: false, destroyOnFinalize: false });
  });

  test("every script and file that the README names is there", async () => {
    const text = await readFile(join(PIPELINES, "README.md"), "utf8");
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? "");
    expect(links.filter((link) => !existsSync(join(PIPELINES, link)))).toEqual([]);
  });
});
