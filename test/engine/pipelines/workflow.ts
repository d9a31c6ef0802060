import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

export const PIPELINES = resolve(import.meta.dirname, "..", "..", "..", "examples", "pipelines");

// Pulumi's own YAML parser, which is there wherever Pulumi is.
const yaml = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"))("js-yaml") as {
  load(text: string): unknown;
};

export async function readYaml<Shape>(...path: string[]): Promise<Shape> {
  return yaml.load(await readFile(join(PIPELINES, ...path), "utf8")) as Shape;
}

type Env = Record<string, string>;

export interface ShellStep {
  run: string;
  env: Env;
}

interface Workflow {
  env?: Env;
  jobs: Record<string, { env?: Env; steps: { run?: string; env?: Env }[] }>;
}

/** The shell steps of a job of GitHub Actions, as they stand in the workflow, with the contexts filled in. */
export async function githubSteps(file: string, job: string, contexts: Env): Promise<ShellStep[]> {
  const workflow = await readYaml<Workflow>("github", file);
  const found = workflow.jobs[job];
  if (found === undefined) throw new Error(`${file} has no job ${job}`);
  return shellSteps(
    found.steps.flatMap(({ run, env }) =>
      run === undefined ? [] : [{ run, env: { ...workflow.env, ...found.env, ...env } }],
    ),
    (text) => text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, name: string) => lookUp(contexts, name)),
  );
}

interface GitLabCi {
  variables: Env;
  default: { before_script: string[] };
  [job: string]: unknown;
}

/** The shell steps of a job of GitLab CI, with the project's variables filled in. */
export async function gitlabSteps(job: string, project: Env): Promise<ShellStep[]> {
  const ci = await readYaml<GitLabCi>("gitlab", ".gitlab-ci.yml");
  const { script, variables } = ci[job] as { script: string[]; variables?: Env };
  const env = { ...ci.variables, ...variables };
  const steps = [...ci.default.before_script, ...script].map((run) => ({ run, env }));
  // What no job replaces arrives as it is.
  const rest = Object.fromEntries(Object.entries(project).filter(([name]) => name !== "CLOUDONE_READ_ONLY_API_KEY"));
  const filled = shellSteps(steps, (text) => text.replace(/\$(\w+)/g, (_, name: string) => lookUp(project, name)));
  return filled.map((step) => ({ ...step, env: { ...rest, ...step.env } }));
}

function shellSteps(steps: ShellStep[], fill: (text: string) => string): ShellStep[] {
  return steps
    .filter(({ run }) => run !== "npm ci")
    .map(({ run, env }) => ({
      run: fill(run),
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
    }));
}

function lookUp(values: Env, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing is known of ${name}`);
  return value;
}
