// Only the real engine runs what the pipelines and their scripts call.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { describeEngine } from "./harness.js";
import type { Issue } from "./pipelines/forge-server.js";
import {
  auditors,
  github,
  gitlab,
  onAnotherForge,
  others,
  READER,
  runSteps,
  startTeam,
  type Team,
  takingAway,
} from "./pipelines/team.js";
import { PIPELINES, readYaml } from "./pipelines/workflow.js";
import { FULL, READ, user } from "./scene.js";

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
  /** One team has its changes reviewed, the other one looks for drift. */
  let reviewed: Team;
  let watched: Team;

  beforeAll(async () => {
    [reviewed, watched] = await Promise.all([startTeam(), startTeam()]);
    watched.cloud.emulator.edit.removeUser(userOf(watched, "olga").id);
  });

  test("GitHub: a preview that a guard refuses fails the job and names in the comment who keeps access", async () => {
    const team = await onAnotherForge(reviewed);
    await team.stack.program(takingAway);
    await team.stack.setConfig("cloudone:guard", '{"protectedUsers":["dora@example.com"]}');
    const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/12/merge" };
    expect((await github(team, "access-preview.yml", "preview", pull)).code).not.toBe(0);
    expect(team.forge.comments[0]?.body).toMatch(/The preview failed.*guard\.protectedUsers: dora&#64;example\.com/s);
    await team.stack.removeConfig("cloudone:guard");
  });

  test("GitHub: a pull request shows removals by name with a read-only key, and the merge applies that plan and nothing else", async () => {
    const team = reviewed;
    const { cloud, forge, stack } = team;
    await stack.program(takingAway);
    cloud.emulator.clearRequests();
    // Other people's comments fill more than one page.
    for (let id = 1; id <= 99; id += 1) forge.comments.push({ id, body: "Looks good to me", author: "ann" });
    // Another author tries to get the report into a comment of their own.
    const mark = "<!-- pulumi-cloudone preview dev -->";
    forge.comments.push({ id: 100, body: mark, author: "mallory" });
    const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/12/merge" };
    expect((await github(team, "access-preview.yml", "preview", pull)).code).toBe(0);
    expect((await github(team, "access-preview.yml", "preview", pull)).code).toBe(0);
    expect(forge.comments).toHaveLength(101);
    expect(forge.comments[99]?.body).toBe(mark);
    for (const change of [...REMOVALS, GAIN]) expect(forge.comments.at(-1)?.body).toContain(change);
    // Ann's role changes, Ben is no longer an admin, and Dora is disabled.
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

  test("GitHub: the nightly drift keeps one issue, leaves it open if the scan is incomplete, and closes it if there is none", async () => {
    const team = await onAnotherForge(watched);
    const { cloud, forge } = team;
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

  test("Kubernetes: the CronJob's container fails with the report on drift, and the operator writes no refresh into the state", async () => {
    const team = await onAnotherForge(watched);
    const { cloud, stack } = team;
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
    cloud.emulator.edit.modifyRole("auditor", { name: "Role auditor" });
    expect(team.forge.calls).toEqual([]);
    const { spec } = await readYaml<{ spec: Record<string, unknown> }>("kubernetes", "stack.yaml");
    expect(spec).toMatchObject({ refresh: false, continueResyncOnCommitMatch: false, destroyOnFinalize: false });
  });

  test("GitLab: preview, apply and drift do the same through curl, with no token in its arguments", async () => {
    const team = await onAnotherForge(watched);
    const { cloud, forge, stack } = team;
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

  test("every script and file that the README names is there", async () => {
    const text = await readFile(join(PIPELINES, "README.md"), "utf8");
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? "");
    expect(links.filter((link) => !existsSync(join(PIPELINES, link)))).toEqual([]);
  });
});
