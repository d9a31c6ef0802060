import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { type Ended, run } from "../run.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const EXAMPLE = join(REPOSITORY, "examples", "complete");
const COMMAND = join(REPOSITORY, "dist", "cli", "main.js");
const STACK = "demo";

/**
 * Runs the real Pulumi CLI on examples/complete. The stack, its state, its configuration and the CLI's own home are in a
 * temporary folder that is removed with this process: the repository and the user's ~/.pulumi stay as they are.
 */
export class Project {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #baseUrl: string;

  constructor(binDir: string, baseUrl: string) {
    this.#baseUrl = baseUrl;
    this.#folder = mkdtempSync(join(tmpdir(), "pulumi-cloudone-demo-"));
    process.once("exit", () => rmSync(this.#folder, { recursive: true, force: true }));
    mkdirSync(join(this.#folder, "state"));
    mkdirSync(join(this.#folder, "tmp"));
    const config = readFileSync(join(EXAMPLE, "Pulumi.emulator.yaml"), "utf8");
    writeFileSync(this.#config, config.replace(/^( +cloudone:baseUrl:).*$/m, `$1 ${baseUrl}`));
    writeFileSync(join(this.#folder, "Pulumi.yaml"), readFileSync(join(EXAMPLE, "Pulumi.yaml")));
    this.#env = {
      ...withoutOurs(process.env),
      PATH: [binDir, dirname(process.execPath), process.env.PATH].join(delimiter),
      TMPDIR: join(this.#folder, "tmp"),
      PULUMI_HOME: join(this.#folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.#folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NODE_COMPILE_CACHE: join(REPOSITORY, ".cache", "node-compile"),
    };
  }

  /** Creates the stack. Its secrets salt goes into a copy of the configuration. */
  async initialize(): Promise<void> {
    const made = await this.#pulumi(this.#folder, ["stack", "init", STACK], {});
    if (made.exitCode !== 0) throw new Error(`pulumi stack init failed:\n${made.stdout}${made.stderr}`);
  }

  /** Runs `pulumi <args>` with a key in the environment. */
  run(args: string[], apiKey: string): Promise<Ended> {
    const files = ["--stack", STACK, "--config-file", this.#config];
    return this.#pulumi(EXAMPLE, [...args, ...files], { CLOUDONE_API_KEY: apiKey });
  }

  /** Adds someone to the team in the stack's configuration. @returns the line that it added */
  addMember(email: string, entry: string): string[] {
    const line = `    ${email}: ${entry}`;
    const config = readFileSync(this.#config, "utf8");
    writeFileSync(
      this.#config,
      config.replace(/^ +cloudone-complete:team:$/m, (head) => `${head}\n${line}`),
    );
    return [line.trim()];
  }

  /** Keeps a file for a later command. */
  save(file: string, content: string): void {
    writeFileSync(join(this.#folder, file), content);
  }

  /** Runs `pulumi-cloudone <args>` in the stack's folder. */
  command(args: string[], apiKey: string): Promise<Ended> {
    return run(process.execPath, [COMMAND, ...args], {
      cwd: this.#folder,
      env: { ...this.#env, CLOUDONE_BASE_URL: this.#baseUrl, CLOUDONE_API_KEY: apiKey },
      timeout: 300_000,
      extendEnv: false,
    });
  }

  /** The state in the backend, without the times of the runs. */
  state(): { names: string[]; text: string } {
    const file = join(this.#folder, "state", ".pulumi", "stacks", "cloudone-complete", `${STACK}.json`);
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8"));
    const resources: { urn: string; type: string }[] = checkpoint.latest?.resources ?? [];
    const own = resources.filter(({ type }) => !type.startsWith("pulumi:"));
    return { names: own.map(({ urn }) => urn.split("::").at(-1) ?? urn).sort(), text: JSON.stringify(own) };
  }

  get #config(): string {
    return join(this.#folder, `Pulumi.${STACK}.yaml`);
  }

  #pulumi(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
    return run("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd,
      env: { ...this.#env, ...env },
      timeout: 300_000,
      extendEnv: false,
    });
  }
}

/** The environment without anything that would point the demo at another account or backend, or change its behaviour. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(CLOUDONE_|SAILPOINT_|PULUMI_|NODE_OPTIONS$)/.test(name)),
  );
}
