import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const PIPELINES = resolve(import.meta.dirname, "../../../examples/pipelines");
// Pulumi's own YAML parser, which is there wherever Pulumi is.
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
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const workflow = (name: string) => yaml.load(readFileSync(join(PIPELINES, "github", name), "utf8")) as Workflow;

test.each([
  ["access-preview.yml", { contents: "read", "pull-requests": "write" }],
  ["access-deploy.yml", { contents: "read" }],
  ["access-drift.yml", { contents: "read", issues: "write" }],
  ["access-review.yml", { contents: "write", issues: "write" }],
])("%s asks GitHub for no more than it uses, and leaves no token in the checkout", (name, permissions) => {
  const { jobs, ...rest } = workflow(name);
  expect(rest.permissions).toEqual(permissions);
  for (const job of Object.values(jobs)) {
    expect(job.permissions).toBeUndefined();
    const checkout = job.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout?.with).toEqual({ "persist-credentials": false });
  }
});

test("the key that may write is in one job alone, behind the environment, and never in a pull request", () => {
  for (const name of ["access-preview.yml", "access-deploy.yml", "access-drift.yml", "access-review.yml"]) {
    const { jobs } = workflow(name);
    for (const [id, job] of Object.entries(jobs)) {
      const hasKey = JSON.stringify(job).includes("secrets.CLOUDONE_API_KEY");
      expect([id, hasKey, job.environment]).toEqual([id, id === "apply", id === "apply" ? "production" : undefined]);
    }
  }
  expect(Object.keys(workflow("access-deploy.yml").on)).toEqual(["push"]);
});

test("whoever has no secrets has no preview: forks and Dependabot", () => {
  const { on, jobs } = workflow("access-preview.yml");
  expect(Object.keys(on)).toEqual(["pull_request"]);
  expect(jobs.preview?.if).toBe(
    "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'",
  );
});

test.each(["preview.sh", "apply.sh", "drift.sh"])(
  "%s without a stack says which variable is missing",
  async (script) => {
    const env = { PATH: process.env.PATH, STACK: "" };
    const failed = await new Promise<{ code: unknown; stderr: string }>((done) => {
      execFile("bash", [join(PIPELINES, "scripts", script)], { env, cwd: tmpdir() }, (error, _, stderr) =>
        done({ code: error?.code, stderr }),
      );
    });
    expect(failed).toEqual({
      code: 1,
      stderr: expect.stringContaining("Set the variable ACCESS_STACK of the pipeline"),
    });
  },
);
