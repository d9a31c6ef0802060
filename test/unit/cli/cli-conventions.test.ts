import { readdirSync } from "node:fs";
import { chmod, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { execa } from "execa";
import { createProgram } from "../../../cli/program.js";
import { createProgress } from "../../../cli/progress.js";
import { writeAtomic } from "../../../cli/write-atomic.js";
import { scratchFolder } from "./account.js";
import { runCommand } from "./run-command.js";

const COMMANDS = ["access", "completion", "doctor", "drift", "emulator", "export"];

function helpOf(name: string, width: number): string {
  const command = createProgram().commands.find((one) => one.name() === name);
  let help = "";
  command?.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => width }).outputHelp();
  return help;
}

test.each(COMMANDS)(
  "%s --help says what it does, with exit codes and examples, in lines as wide as the terminal",
  (name) => {
    for (const width of [80, 120]) {
      const help = helpOf(name, width);
      expect(help).toMatch(/^Usage: /);
      expect(help).toContain("Exit codes: 0");
      expect(help).toContain(`\nExamples:\n  pulumi-cloudone ${name}`);
      expect(help).not.toContain("default: false");
      expect(Math.max(...help.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    }
    // Paragraphs wrap only at the width, examples never.
    expect(helpOf(name, 1000)).toMatch(/\n\n[^\n]+\n\nExit codes: [^\n]+\n\nExamples:\n( {2}\S[^\n]*\n)+$/);
  },
);

test.each([
  ["drift", "--fromat", "Did you mean --format?"],
  ["access", "--quite", "Did you mean --quiet?"],
  ["export", "--stile", "Did you mean --style?", "--out", "x"],
  ["doctor", "--stak", "Did you mean --stack?"],
])("%s %s is an error with a suggestion", async (name, flag, suggestion, ...more) => {
  const { code, stdout, stderr } = await runCommand([name, flag, "x", ...more]);
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringContaining(suggestion)]);
});

test("an unknown format is an error that names the known ones", async () => {
  const { code, stderr } = await runCommand(["drift", "--format", "yaml"]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("Allowed choices are text, json, markdown, html.")]);
});

test("progress is only for terminals, fits their width, and leaves nothing behind", () => {
  let written = "";
  const stream = (isTTY: boolean) =>
    ({ isTTY, columns: 40, write: (text: string) => (written += text) }) as unknown as NodeJS.WriteStream;
  createProgress(false, stream(false)).say("x");
  createProgress(true, stream(true)).say("x");
  expect(written).toBe("");
  const progress = createProgress(false, stream(true));
  progress.say("long ".repeat(30));
  expect(written.replace("\r\u001b[2K", "")).toHaveLength(39);
  progress.end();
  expect(written.endsWith("\r\u001b[2K")).toBe(true);
});

test("a file is replaced as a whole, and no temporary file is left", async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, "report"), "old");
  await writeAtomic(join(folder, "report"), "new");
  expect(readdirSync(folder)).toEqual(["report"]);
});

test.each([0o600, 0o640, 0o444])("a file of mode %o keeps it", async (mode) => {
  const file = join(await scratchFolder(), "report");
  await writeFile(file, "old");
  await chmod(file, mode);
  await writeAtomic(file, "new");
  expect([(await stat(file)).mode & 0o777, await readFile(file, "utf8")]).toEqual([mode, "new"]);
});

test("a symbolic link is not followed, and only regular files are replaced", async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, "victim"), "precious");
  await symlink(join(folder, "victim"), join(folder, `.report.${process.pid}.tmp`));
  await symlink(join(folder, "victim"), join(folder, "report"));
  await writeAtomic(join(folder, "report"), "new");
  expect(await readFile(join(folder, "victim"), "utf8")).toBe("precious");
  expect(await readFile(join(folder, "report"), "utf8")).toBe("new");
  await symlink("/dev/null", join(folder, "nothing"));
  await writeAtomic(join(folder, "nothing"), "new");
  expect((await stat(join(folder, "nothing"))).isCharacterDevice()).toBe(true);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s during a write leaves neither half a file nor a temporary one",
  async (signal) => {
    const folder = await scratchFolder();
    const module = join(import.meta.dirname, "..", "..", "..", "dist", "cli", "write-atomic.js");
    // The process gets the signal while the temporary file exists.
    const script = `
    const fs = await import("node:fs/promises");
    const { writeAtomic } = await import(${JSON.stringify(module)});
    const timer = setInterval(async () => {
      if ((await fs.readdir(${JSON.stringify(folder)})).length > 0) process.kill(process.pid, "${signal}");
    }, 0);
    await writeAtomic(${JSON.stringify(join(folder, "report"))}, "x".repeat(200_000_000));
    clearInterval(timer);`;
    const ended = await execa(process.execPath, ["--input-type=module", "-e", script], { reject: false });
    expect([ended.exitCode, ended.signal]).toEqual([undefined, signal]);
    expect(readdirSync(folder)).toEqual([]);
  },
  60_000,
);
