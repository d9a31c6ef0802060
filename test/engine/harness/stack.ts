import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach } from "@jest/globals";
import { type CommandResult, startCommand } from "./command.js";
import { atEndOfFile } from "./end-of-file.js";
import { engineEnvironment } from "./engine-environment.js";
import { readEventLog } from "./event-log.js";
import { KEY_STORE, keyStoreEnvironment } from "./key-store.js";
import { findSecrets } from "./leaks.js";
import { endProcessesIn } from "./leftovers.js";
import type { Declaration, ProgramValue } from "./program.js";
import { Result } from "./result.js";
import type { OperationOptions, SpawnedRun, StackOptions } from "./stack-options.js";
import { type Deployment, declaredResources, type ResourceState, readState } from "./state.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

const stacks = new Set<Stack>();

afterEach(async () => {
  for (const stack of stacks) await stack.expectNoLeak();
});

/** Makes a separate stack, on a file backend in a scratch folder. The end of the test file removes it. */
export async function createStack(options: StackOptions = {}): Promise<Stack> {
  const stack = new Stack(options);
  stacks.add(stack);
  atEndOfFile(() => stack.dispose());
  await stack.initialize();
  return stack;
}

export class Stack {
  readonly name: string;
  project: string;
  /** The program's directory. */
  readonly folder: string;
  /** The environment of every command; may be changed between them. */
  readonly env: Record<string, string>;
  private readonly options: StackOptions;
  private readonly secrets = new Set<string>();
  private printed = "";
  private runs = 0;

  constructor(options: StackOptions) {
    const { cloud, credentials = "environment" } = options;
    this.options = options;
    this.name = options.name ?? "dev";
    this.project = options.project ?? "access";
    this.folder = options.folder ?? join(REPOSITORY, ".scratch", randomBytes(6).toString("hex"));
    this.env = {
      ...(cloud && credentials === "environment"
        ? { CLOUDONE_BASE_URL: cloud.url, CLOUDONE_API_KEY: cloud.apiKey }
        : {}),
      ...options.env,
    };
    for (const text of [...Object.values(options.secrets ?? {}), ...(options.mustNotLeak ?? [])])
      this.mustNotLeak(text);
    if (cloud) this.mustNotLeak(cloud.apiKey);
  }

  /** From now on, fails every test in which this string shows up in plain text. For an API key, the part after the colon. */
  mustNotLeak(text: string): void {
    this.secrets.add(text.slice(text.indexOf(":") + 1));
  }

  async initialize(): Promise<void> {
    const { cloud, credentials = "environment", config = {}, secrets, folder } = this.options;
    const { passphrase = credentials === "config" || secrets !== undefined || folder !== undefined } = this.options;
    await mkdir(join(this.folder, "backend"), { recursive: true });
    const inConfig = cloud !== undefined && credentials === "config";
    const plain = { ...(inConfig ? { "cloudone:baseUrl": cloud.url } : {}), ...config };
    await this.write(this.configFile, JSON.stringify({ config: plain }));
    if (folder === undefined) {
      await this.write("package.json", JSON.stringify({ type: "module" }));
      await this.write("Pulumi.yaml", JSON.stringify({ name: this.project, runtime: "nodejs", main: "index.js" }));
      await this.program([]);
    } else {
      const description = await readFile(join(this.folder, "Pulumi.yaml"), "utf8");
      this.project = /^name: *"?([\w.-]+)/m.exec(description)?.[1] ?? this.project;
    }
    if (!passphrase) Object.assign(this.env, await keyStoreEnvironment());
    await this.succeed(["stack", "init", this.name, ...(passphrase ? [] : ["--secrets-provider", KEY_STORE])]);
    for (const [key, value] of Object.entries({
      ...(inConfig ? { "cloudone:apiKey": cloud.apiKey } : {}),
      ...secrets,
    })) {
      await this.setSecret(key, value);
    }
  }

  /** Replaces the program with these declarations, in this order. */
  async program(declarations: Declaration[], outputs: Record<string, ProgramValue> = {}): Promise<void> {
    await this.write("program.json", JSON.stringify({ declarations, outputs }));
    await this.source('export { default } from "../../test/engine/harness/run-program.ts";\n');
  }

  /** Replaces the program with this source: an ES module in JavaScript that imports "@pulumi/pulumi" and "pulumi-cloudone". */
  async source(text: string): Promise<void> {
    await this.write("index.js", text);
  }

  /** Sets plain configuration. */
  async setConfig(key: string, value: string): Promise<void> {
    await this.succeed(["config", "set", "--plaintext", key, value, "--stack", this.name]);
  }

  /** Sets secret configuration, whose value must not show up anywhere in plain text. */
  async setSecret(key: string, value: string): Promise<void> {
    this.mustNotLeak(value);
    await this.succeed(["config", "set", "--secret", key, value, "--stack", this.name], "config set --secret");
  }

  async removeConfig(key: string): Promise<void> {
    await this.succeed(["config", "rm", key, "--stack", this.name]);
  }

  up(options: OperationOptions = {}): Promise<Result> {
    return this.operate("up", ["--yes"], options);
  }

  preview(options: OperationOptions = {}): Promise<Result> {
    return this.operate("preview", [], options);
  }

  refresh(options: OperationOptions = {}): Promise<Result> {
    return this.operate("refresh", options.previewOnly ? [] : ["--yes", "--skip-preview"], options);
  }

  destroy(options: OperationOptions = {}): Promise<Result> {
    return this.operate("destroy", ["--yes", "--skip-preview"], options);
  }

  /** Fails unless a preview is empty. */
  expectNoChanges(options: OperationOptions = {}): Promise<Result> {
    return this.preview({ ...options, expectNoChanges: true });
  }

  /** Starts an `up` without preview and returns at once. */
  async spawnUp(options: OperationOptions = {}): Promise<SpawnedRun> {
    const run = await this.start("up", ["--yes"], { skipPreview: true, ...options });
    const { pid } = run.command;
    if (pid === undefined) throw new Error("the engine could not be started");
    return {
      pid,
      printed: run.command.printed,
      kill: () => process.kill(pid, "SIGKILL"),
      done: run.done,
    };
  }

  /** The file that the folder backend keeps the state in. */
  get checkpoint(): string {
    return join(this.folder, "backend", ".pulumi", "stacks", this.project, `${this.name}.json`);
  }

  /** Unlocks the stack after its engine was killed; removes what docs/reliability.md says such a kill may leave. */
  async unlock(): Promise<void> {
    const attributes = `${this.checkpoint}.attrs`;
    if ((await readFile(attributes, "utf8")) === "") await rm(attributes);
    await this.succeed(["cancel", "--yes", "--stack", this.name]);
  }

  /** Any other command of the CLI, unchanged: `run(["state", "unprotect", urn, "--yes"])`. */
  async run(
    args: string[],
    options: { env?: Record<string, string>; timeoutSeconds?: number } = {},
  ): Promise<CommandResult> {
    const result = await this.command(args, options).done;
    this.printed += result.output;
    return result;
  }

  state(): Promise<Deployment> {
    return readState(this.checkpoint);
  }

  /** Replaces the state, for example with one that another version wrote. */
  async importState(deployment: Deployment): Promise<void> {
    const file = "imported.json";
    await this.write(file, JSON.stringify({ version: 3, deployment }));
    await this.succeed(["stack", "import", "--file", file, "--stack", this.name]);
  }

  /** The state of a resource. Throws if it is not there. */
  async resource(name: string): Promise<ResourceState> {
    const resources = declaredResources(await this.state());
    const resource = resources.get(name);
    if (resource === undefined)
      throw new Error(`no "${name}" in the state, which has ${[...resources.keys()].join(", ")}`);
    return resource;
  }

  /** The Pulumi names in the state, sorted. */
  async resourceNames(): Promise<string[]> {
    return [...declaredResources(await this.state()).keys()].sort();
  }

  /** The program's stack outputs. */
  async outputs(): Promise<Record<string, unknown>> {
    return (await this.state()).resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  }

  /** Throws if a secret is in plain text in what the engine printed, in the state, its history, logs or configuration. */
  async expectNoLeak(): Promise<void> {
    if (this.secrets.size === 0 || !existsSync(this.folder)) return;
    const secrets = [...this.secrets];
    const found = await findSecrets(this.folder, secrets, ["index.js", "program.json", "imported.json"]);
    if (secrets.some((text) => this.printed.includes(text))) found.unshift("the engine's output");
    if (found.length === 0) return;
    // Reported once: the tests that follow would all fail for the same reason.
    this.secrets.clear();
    throw new Error(`a secret is in plain text in: ${found.join(", ")}`);
  }

  /** Ends what still runs, looks for secrets one last time and removes the folder. Destroys nothing. */
  async dispose(): Promise<void> {
    if (!stacks.delete(this)) return;
    try {
      await this.expectNoLeak();
    } finally {
      await endProcessesIn(this.folder);
      if (!process.env.KEEP_SCRATCH) await rm(this.folder, { recursive: true, force: true });
    }
  }

  private get configFile(): string {
    return `Pulumi.${this.name}.yaml`;
  }

  private async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
  }

  private async succeed(args: string[], title = args.join(" ")): Promise<void> {
    const result = await this.run(args);
    if (result.code !== 0) throw new Error(`pulumi ${title} failed with exit code ${result.code}\n${result.output}`);
  }

  private async operate(operation: string, args: string[], options: OperationOptions): Promise<Result> {
    const result = await (await this.start(operation, args, options)).done;
    if ((result.code === 0) === (options.fails ?? false)) {
      const wrong = options.fails ? "succeeded but had to fail" : `failed with exit code ${result.code}`;
      throw new Error(`pulumi ${operation} ${wrong}\n${result.output}`);
    }
    return result;
  }

  private async start(operation: string, args: string[], options: OperationOptions) {
    this.runs += 1;
    const events = join(this.folder, `events-${this.runs}.jsonl`);
    const targets = await Promise.all((options.target ?? []).map((name) => this.resource(name)));
    const command = this.command(
      [
        operation,
        ...args,
        "--stack",
        this.name,
        "--event-log",
        events,
        ...(options.skipPreview ? ["--skip-preview"] : []),
        ...(options.expectNoChanges ? ["--expect-no-changes"] : []),
        ...(options.diff ? ["--diff"] : []),
        ...(options.refresh ? ["--refresh"] : []),
        ...(options.runProgram ? ["--run-program"] : []),
        ...(options.previewOnly ? ["--preview-only"] : []),
        ...targets.flatMap(({ urn }) => ["--target", urn]),
        ...(options.args ?? []),
      ],
      options,
    );
    const done = command.done.then(async (result) => {
      this.printed += result.output;
      return new Result(`pulumi ${operation}`, result, await readEventLog(events));
    });
    done.catch(() => undefined);
    return { command, done };
  }

  private command(args: string[], options: { env?: Record<string, string>; timeoutSeconds?: number }) {
    const { timeoutSeconds, env = {} } = options;
    return startCommand("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: { ...engineEnvironment(this.folder), ...this.env, ...env },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
  }
}
