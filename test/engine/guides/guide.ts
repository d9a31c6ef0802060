import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "@jest/globals";
import { type CommandResult, startCommand } from "../harness/command.js";
import { engineEnvironment } from "../harness/engine-environment.js";
import type { Stack } from "../harness.js";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

// A person confirms; a test does not. What npm would install is already there.
const PERSON = `
pulumi() {
  case "$1 \${2:-}" in
    up*|refresh*|destroy*) command pulumi "$@" --yes --skip-preview --color never ;;
    "stack rm") command pulumi "$@" --yes ;;
    *) command pulumi "$@" --non-interactive --color never ;;
  esac
}
npm() { [ "$*" = install ] || [ "$*" = "install pulumi-cloudone @pulumi/pulumi" ]; }
npx() { [ "$1" = pulumi-cloudone ] && shift && node "${REPOSITORY}/dist/cli/main.js" "$@"; }
`;

/** A guide with shell blocks that a test runs one after the other, as a person would in one terminal. */
export class Guide {
  readonly text: string;
  /** Where the person's terminal is. */
  folder: string;
  private readonly stack: Stack;
  private readonly fill: Record<string, string>;
  private readonly blocks: string[];
  /** What earlier blocks left in the terminal. */
  private terminal: string[] = [];

  constructor(text: string, stack: Stack, fill: Record<string, string>) {
    this.text = text;
    this.stack = stack;
    this.fill = fill;
    this.folder = stack.folder;
    this.blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? "");
  }

  static async open(name: string, stack: Stack, fill: Record<string, string> = {}): Promise<Guide> {
    const file = join(REPOSITORY, "docs", "guides", `${name}.md`);
    return new Guide(await readFile(file, "utf8"), stack, fill);
  }

  /** Runs the next block to its end and compares its exit code. */
  async next(begins: string, exit = 0): Promise<CommandResult> {
    const block = this.blocks.shift();
    // Keeps a test readable, and a guide from gaining a block that no test knows.
    if (block === undefined || !block.startsWith(begins)) throw new Error(`the next block is\n${block}\nnot ${begins}`);
    const filled = Object.entries(this.fill).reduce((text, [hole, value]) => text.replaceAll(hole, value), block);
    const env = { ...engineEnvironment(this.stack.folder), ...this.stack.env };
    const script = ["set -e", PERSON, ...this.terminal, filled].join("\n");
    const result = await startCommand("bash", ["--noprofile", "--norc", "-c", script], { cwd: this.folder, env }).done;
    expect({ code: result.code, output: result.output }).toEqual({ code: exit, output: expect.any(String) });
    this.terminal.push(...filled.split("\n").filter((line) => /^(export|unset) /.test(line)));
    return result;
  }

  /** Leaves out the next block. */
  skip(begins: string): void {
    if (!this.blocks.shift()?.startsWith(begins)) throw new Error(`the next block is not ${begins}`);
  }

  /** The first block of another language. */
  code(language: string): string {
    const found = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(this.text)?.[1];
    if (found === undefined) throw new Error(`the guide has no ${language}`);
    return found;
  }

  /** Fails if a block was never run. */
  expectDone(): void {
    expect(this.blocks).toEqual([]);
  }
}
