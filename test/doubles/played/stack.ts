import { readConfig } from "../../../provider/config/config.js";
import type { Diagnostic, Step } from "../../engine/harness/event-log.js";
import { nameOf } from "../../engine/harness/event-log.js";
import type { Declaration, ProgramValue } from "../../engine/harness/program.js";
import { Result } from "../../engine/harness/result.js";
import type { OperationOptions, StackOptions } from "../../engine/harness/stack-options.js";
import { type Entry, RunFailed, Stack } from "../stack.js";
import { API_KEY } from "../world.js";
import type { PlayedCloud } from "./cloud.js";
import { plainValue, playable } from "./program.js";

type Options = Pick<OperationOptions, "fails" | "skipPreview" | "expectNoChanges" | "refresh" | "previewOnly">;
type Steps = Awaited<ReturnType<Stack["up"]>>;

export type PlayedOptions = Pick<StackOptions, "config">;

/** The stack of engine tests, with an engine played in this process: no CLI, no program, no gRPC, no sockets. */
export class PlayedStack {
  readonly #cloud: PlayedCloud;
  readonly #config: Record<string, string>;
  readonly #stack: Stack;
  #program: Declaration[] = [];
  #outputs: Record<string, ProgramValue> = {};

  constructor(cloud: PlayedCloud, { config = {} }: PlayedOptions) {
    this.#cloud = cloud;
    this.#config = config;
    this.#stack = new Stack(() => this.#open(), { parallel: 16 });
  }

  async program(declarations: Declaration[], outputs: Record<string, ProgramValue> = {}): Promise<void> {
    this.#program = declarations;
    this.#outputs = outputs;
  }

  async up(options: Options = {}): Promise<Result> {
    const { skipPreview = false, refresh = false } = options;
    const before = skipPreview ? "" : (await this.#run("preview", () => this.#preview(refresh), options)).output;
    const up = () => this.#stack.up(this.#declared(false), { refresh });
    return this.#operate("up", up, options, before);
  }

  preview(options: Options = {}): Promise<Result> {
    return this.#operate("preview", () => this.#preview(options.refresh ?? false), options);
  }

  refresh(options: Options = {}): Promise<Result> {
    return this.#operate("refresh", () => this.#refresh(options.previewOnly ?? false), options);
  }

  destroy(options: Options = {}): Promise<Result> {
    return this.#operate("destroy", () => this.#stack.destroy(), options);
  }

  expectNoChanges(options: Options = {}): Promise<Result> {
    return this.preview({ ...options, expectNoChanges: true });
  }

  async resource(name: string): Promise<Entry> {
    const found = this.#stack.state.find((entry) => entry.name === name);
    if (found === undefined) throw new Error(`no "${name}" in the state, which has ${await this.resourceNames()}`);
    return structuredClone(found);
  }

  async resourceNames(): Promise<string[]> {
    return this.#stack.state.map(({ name }) => name).sort();
  }

  async outputs(): Promise<Record<string, unknown>> {
    const lookUp = (name: string, property: string) =>
      this.#stack.state.find((one) => one.name === name && !one.replaced)?.outputs[property];
    return plainValue(this.#outputs, false, lookUp) as Record<string, unknown>;
  }

  #open() {
    const config = readConfig({
      config: (key) => this.#config[key],
      keys: () => Object.keys(this.#config),
      env: { CLOUDONE_API_KEY: API_KEY },
    });
    return this.#cloud.world.session(config);
  }

  #preview(refresh: boolean): Promise<Steps> {
    return this.#stack.preview(this.#declared(true), { refresh });
  }

  async #refresh(previewOnly: boolean): Promise<Steps> {
    const before = structuredClone(this.#stack.state);
    const steps = await this.#stack.refresh();
    if (previewOnly) this.#stack.state = before;
    return steps;
  }

  #declared(isPreview: boolean) {
    return playable(this.#program, isPreview);
  }

  #expectNoLeak(output: string): void {
    const shown = `${output}${JSON.stringify(this.#stack.state)}`;
    if (shown.includes(API_KEY.slice(API_KEY.indexOf(":") + 1)))
      throw new Error(`a secret is in plain text in:\n${shown}`);
  }

  async #operate(title: string, work: () => Promise<Steps>, options: Options, before = ""): Promise<Result> {
    const { code, output, stdout, stderr, steps, diagnostics } = await this.#run(title, work, options);
    const result = new Result(
      `pulumi ${title}`,
      { code, stdout, stderr, output: before + output },
      { steps, diagnostics, changes: {} },
    );
    if ((code === 0) === (options.fails ?? false)) {
      throw new Error(`pulumi ${title} ${options.fails ? "succeeded but had to fail" : "failed"}\n${result.output}`);
    }
    return result;
  }

  async #run(title: string, work: () => Promise<Steps>, { expectNoChanges = false }: Options) {
    const { log } = this.#cloud.world;
    const heard = log.said.length;
    let played: Steps = [];
    let hasFailed = false;
    try {
      played = await work();
    } catch (error) {
      if (!(error instanceof RunFailed)) throw error;
      hasFailed = true;
    }
    const diagnostics: Diagnostic[] = log.said.slice(heard).map(({ urn, ...line }) => ({
      ...line,
      ...(urn === undefined ? {} : { urn, name: nameOf(urn) }),
    }));
    if (hasFailed) {
      diagnostics.push(
        ...this.#stack.failed.map(({ name, reason }) => ({ severity: "error" as const, message: reason, name })),
      );
    }
    const steps: Step[] = played.map(({ op, name }) => ({ op, name, type: "", urn: "", failed: false, diffs: [] }));
    const unwanted = expectNoChanges && steps.some(({ op }) => op !== "same");
    const output = diagnostics.map(({ severity, message }) => `${severity}: ${message}\n`).join("");
    this.#expectNoLeak(output);
    return { title, code: hasFailed ? 255 : unwanted ? 7 : 0, stdout: output, stderr: "", output, steps, diagnostics };
  }
}
