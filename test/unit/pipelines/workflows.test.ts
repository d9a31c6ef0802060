import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const PIPELINES = resolve(import.meta.dirname, "../../../examples/pipelines");
// Pulumi's own YAML parser, which every installation of Pulumi has.
const yaml = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"))("js-yaml") as {
  load(text: string): unknown;
};

interface Job {
  if?: string;
  environment?: string;
  permissions?: unknown;
  steps: { uses?: string; with?: Record<string, unknown>; env?: Record<string, string> }[];
}

interface Workflow {
  on: Record<string, unknown>;
  concurrency?: string;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const workflow = (name: string) => yaml.load(readFileSync(join(PIPELINES, "github", name), "utf8")) as Workflow;

test.each([
  ["access-preview.yml", { contents: "read", "pull-requests": "write" }],
  ["access-deploy.yml", { contents: "read" }],
  ["access-drift.yml", { contents: "read", issues: "write" }],
  ["access-review.yml", { contents: "write", issues: "write" }],
  ["access-ends.yml", { contents: "read" }],
])("%s requests only the permissions it uses, and leaves no token in the checkout", (name, permissions) => {
  const { jobs, ...rest } = workflow(name);
  expect(rest.permissions).toEqual(permissions);
  for (const job of Object.values(jobs)) {
    expect(job.permissions).toBeUndefined();
    const checkout = job.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout?.with).toEqual({ "persist-credentials": false });
  }
});

test("only one job has the key that may write, behind the environment, and no pull request does", () => {
  for (const name of ["access-preview.yml", "access-deploy.yml", "access-drift.yml", "access-review.yml"]) {
    const { jobs } = workflow(name);
    for (const [id, job] of Object.entries(jobs)) {
      const hasKey = JSON.stringify(job).includes("secrets.CLOUDONE_API_KEY");
      expect([id, hasKey, job.environment]).toEqual([id, id === "apply", id === "apply" ? "production" : undefined]);
    }
  }
  expect(Object.keys(workflow("access-deploy.yml").on)).toEqual(["push"]);
});

test("forks and Dependabot, which have no secrets, have no preview", () => {
  const { on, jobs } = workflow("access-preview.yml");
  expect(Object.keys(on)).toEqual(["pull_request"]);
  expect(jobs.preview?.if).toBe(
    "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'",
  );
});

test("the job that carries out ends has its own environment, and never runs at the same time as a deployment", () => {
  const { on, jobs, concurrency } = workflow("access-ends.yml");
  expect(Object.keys(on)).toEqual(["schedule", "workflow_dispatch"]);
  expect(jobs.ends?.environment).toBe("ends");
  expect(concurrency).toBe(workflow("access-deploy.yml").concurrency);
});

const SCAN = "drift --stack prod --only overdue --format json --out pipeline/overdue.json";
const PREVIEW = "preview --stack prod --non-interactive --json --save-plan pipeline/plan.json";
const UP = "up --stack prod --non-interactive --yes --skip-preview --plan pipeline/plan.json";
const ANN = { users: { "ann@example.com": { roleId: "full-access", until: "2026-01-31" } } };
const same = { op: "same", urn: "role" };
const end = {
  op: "update",
  urn: "ann",
  oldState: { inputs: ANN },
  newState: { inputs: { ...ANN, removals: ["ann@example.com: disable"] } },
};
const merged = { ...end, newState: { inputs: { users: {} } } };

test.each<[string, number, object[], number, string[]]>([
  ["no one is overdue: nothing runs", 0, [], 0, [SCAN]],
  ["the scan is incomplete: nothing runs, and the job fails", 1, [], 1, [SCAN]],
  ["someone is overdue: the plan of the end is carried out", 2, [same, end], 0, [SCAN, PREVIEW, UP]],
  [
    "a deletion waits for its deployment: nothing is carried out",
    2,
    [end, { op: "delete", urn: "bob" }],
    1,
    [SCAN, PREVIEW],
  ],
  ["another resource has changed: nothing is carried out", 2, [end, { ...end, urn: "cem" }], 1, [SCAN, PREVIEW]],
  ["the declaration itself has changed: nothing is carried out", 2, [merged], 1, [SCAN, PREVIEW]],
  ["it would be replaced: nothing is carried out", 2, [{ ...end, op: "replace" }], 1, [SCAN, PREVIEW]],
])("ends.sh: %s", async (_, scan, steps, code, calls) => {
  const folder = await mkdtemp(join(tmpdir(), "ends-"));
  try {
    const log = join(folder, "calls");
    const overdue = JSON.stringify({ overdue: [{ urn: "ann" }] });
    const stubs = {
      "pulumi-cloudone": `printf '%s' '${overdue}' > pipeline/overdue.json\nexit ${scan}`,
      pulumi: `if [ "$1" = preview ]; then printf '%s' '${JSON.stringify({ steps })}'; fi`,
    };
    for (const [name, text] of Object.entries(stubs)) {
      await writeFile(join(folder, name), `#!/bin/sh\necho "$@" >> ${log}\n${text}\n`, { mode: 0o755 });
    }
    const env = { PATH: `${folder}:${dirname(process.execPath)}:${process.env.PATH}`, STACK: "prod" };
    const script = join(PIPELINES, "scripts", "ends.sh");
    const ended = await execa("bash", [script], { env, extendEnv: false, cwd: folder, reject: false });
    expect([ended.exitCode, readFileSync(log, "utf8").trim().split("\n")]).toEqual([code, calls]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each(["preview.sh", "apply.sh", "drift.sh", "ends.sh"])(
  "%s without a stack says which variable is missing",
  async (script) => {
    const options = { env: { PATH: process.env.PATH, STACK: "" }, extendEnv: false, cwd: tmpdir() };
    await expect(execa("bash", [join(PIPELINES, "scripts", script)], options)).rejects.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Set the variable ACCESS_STACK of the pipeline"),
    });
  },
);
