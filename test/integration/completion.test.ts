import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import { onPath } from "../../tools/engine/working.js";
import { runCommand } from "../unit/cli/run-command.js";

const COMMANDS = ["access", "completion", "doctor", "drift", "emulator", "export", "help"];

let folder: string;
afterAll(() => rm(folder, { recursive: true }));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "completion-"));
  await writeFile(join(folder, "my report.html"), "");
  await mkdir(join(folder, "my folder"));
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout, stderr } = await runCommand(["completion", shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await writeFile(join(folder, shell), stdout);
  }
});

/** Runs a shell without its start files, in the folder with the scripts; returns the lines it prints. */
async function lines(shell: string, args: readonly string[], script: string): Promise<string[]> {
  const { stdout, stderr } = await execa(shell, [...args, "-c", script], {
    cwd: folder,
    env: { HOME: folder, TERM: "dumb" },
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

/** The candidates for the last word of a line, which is split as the shell would. */
const candidates: Record<string, (line: string) => Promise<string[]>> = {
  async bash(line) {
    // bash breaks words at "=".
    const words = line.split(/ |(=)/).filter((word) => word !== undefined);
    const list = words.map((word) => `'${word}'`).join(" ");
    const script = `compopt() { :; }; . ./bash; . ./bash; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _pulumi_cloudone; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines("bash", ["--norc", "--noprofile"], script);
  },
  async zsh(line) {
    // An interactive shell on its own terminal, which prints what its completion functions add. Once it
    // prompts, it reads what is typed.
    const script = `
      zmodload zsh/zpty
      zpty sh zsh -f -i
      zpty -w sh 'PS1= PS2= RPS1=; autoload -Uz compinit; compinit -u -D; source ./zsh'
      zpty -w sh 'compadd() {
        local -a out
        (( \${@[(I)-(O|A|D)]} )) || { builtin compadd -O out "$@"; print -rl -- "<"$^out">"; }
        builtin compadd "$@"
      }'
      zpty -w sh "PS1=REA''DY"
      zpty -r -m sh text '*READY*'
      zpty -w -n sh ${quoted(line)}$'\\t'
      zpty -w -n sh $'\\x15'"print DO''NE"$'\\n'
      zpty -r -m sh text '*DONE*'
      print -r -- $text`;
    const printed = await lines("zsh", ["-f"], script);
    return [...printed.join("\n").matchAll(/<([^<>\r\n]+)>/g)].map(([, word = ""]) => word.replaceAll("\\", ""));
  },
  async fish(line) {
    const found = await lines("fish", ["--no-config"], `source ./fish; complete -C ${quoted(line)}`);
    return found.map((one) => one.split("\t")[0] ?? "");
  },
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

describe.each(Object.keys(candidates))("%s", (shell) => {
  const missing = onPath(shell) === undefined;
  if (missing) process.stderr.write(`skipped: ${shell} is not on PATH, so its completion was not run in it\n`);
  const testInShell = missing ? test.skip : test;
  const complete = async (line: string) => [...new Set(await candidates[shell]?.(line))].sort();

  testInShell("completes commands, also after help", async () => {
    expect(await complete("pulumi-cloudone a")).toEqual(["access"]);
    expect(await complete("pulumi-cloudone e")).toEqual(["emulator", "export"]);
    expect(await complete("pulumi-cloudone help ")).toEqual(expect.arrayContaining(COMMANDS));
    expect(await complete("pulumi-cloudone completion z")).toEqual(["zsh"]);
  });

  testInShell("completes a command's own options", async () => {
    expect(await complete("pulumi-cloudone drift --re")).toEqual(["--redact"]);
    expect(await complete("pulumi-cloudone access --s")).toEqual(["--since", "--stack"]);
    expect(await complete("pulumi-cloudone doctor --re")).toEqual([]);
  });

  testInShell("completes values with fixed choices", async () => {
    expect(await complete("pulumi-cloudone access --format ")).toEqual(["csv", "html", "json", "markdown", "text"]);
    expect(await complete("pulumi-cloudone export --style s")).toEqual(["sets"]);
    expect(await complete("pulumi-cloudone drift --only m")).toEqual(["missing"]);
  });

  testInShell(
    "completes files and folders, with blanks in their names, and nothing if any name is allowed",
    async () => {
      expect(await complete("pulumi-cloudone access --out my")).toEqual([
        expect.stringMatching(/^my folder\/?$/),
        "my report.html",
      ]);
      expect(await complete("pulumi-cloudone drift --cwd my")).toEqual([expect.stringMatching(/^my folder\/?$/)]);
      expect(await complete("pulumi-cloudone access --stack my")).toEqual([]);
    },
  );
});

test("an unknown shell is an error that names the known ones", async () => {
  const { code, stderr } = await runCommand(["completion", "tcsh"]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("Allowed choices are bash, zsh, fish.")]);
});
