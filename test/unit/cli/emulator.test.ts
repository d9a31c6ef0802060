import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Command } from "commander";
import { createProgram } from "../../../cli/program.js";

let directory = "";
let printed = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "cloudone-cli-"));
  printed = "";
  const print = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  jest.spyOn(process.stdout, "write").mockImplementation(print);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await rm(directory, { recursive: true });
});

/** Runs a command line to its end, or to the error that would end it. */
async function run(...line: string[]): Promise<{ code: number; errors: string }> {
  let errors = "";
  const program = createProgram();
  const configure = (command: Command) => {
    command.exitOverride().configureOutput({
      writeErr: (text) => {
        errors += text;
      },
    });
    command.commands.forEach(configure);
  };
  configure(program);
  try {
    await program.parseAsync(line, { from: "user" });
    return { code: 0, errors };
  } catch (error) {
    return { code: (error as { exitCode: number }).exitCode, errors };
  }
}

async function seedFile(text: string): Promise<string> {
  const file = join(directory, "seed.json");
  await writeFile(file, text);
  return file;
}

/** Waits until the command has printed its address. */
async function announced(): Promise<string> {
  while (!printed.includes("CLOUDONE_BASE_URL")) await new Promise((resolve) => setTimeout(resolve, 5));
  return printed;
}

test("emulator prints SailPoint's address if the seed has a tenant, but not its secret", async () => {
  const file = await seedFile(JSON.stringify({ sailpoint: { clientId: "client", clientSecret: "s3cret" } }));
  const running = run("emulator", "--seed", file);
  await announced();
  expect(printed).toMatch(/^export SAILPOINT_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/sailpoint$/m);
  expect(printed).not.toContain("s3cret");
  process.emit("SIGTERM");
  expect(await running).toEqual({ code: 0, errors: "" });
});

test.each(["SIGINT", "SIGTERM"] as const)("emulator listens, says how to use it, and stops at %s", async (signal) => {
  const running = run("emulator");
  const text = await announced();
  const [, url = ""] = text.match(/^Cloud One emulator at (\S+) /) ?? [];
  expect(text).toContain(`export CLOUDONE_BASE_URL=${url} CLOUDONE_API_KEY=emulator-demo-key:emulator-demo-secret\n`);
  const headers = { Authorization: "ApiKey emulator-demo-key:emulator-demo-secret", "Api-Version": "v1" };
  expect((await fetch(`${url}/users`, { headers })).status).toBe(200);
  process.emit(signal);
  expect(await running).toEqual({ code: 0, errors: "" });
  await expect(fetch(`${url}/users`, { headers })).rejects.toThrow();
  expect(process.listenerCount(signal)).toBe(0);
});

test("emulator takes a seed file and prints none of its secrets", async () => {
  const file = await seedFile(JSON.stringify({ apiKeys: [{ id: "mine", secret: "hush" }] }));
  const running = run("emulator", "--seed", file, "--port", "0");
  expect(await announced()).not.toContain("hush");
  expect(printed).not.toContain("emulator-demo-secret");
  const [url = ""] = printed.match(/http:\S+\/api/) ?? [];
  const headers = { Authorization: "ApiKey mine:hush", "Api-Version": "v1" };
  expect((await fetch(`${url}/apikeys/mine`, { headers })).status).toBe(200);
  process.emit("SIGTERM");
  await running;
});

test.each([
  ["is not JSON", "{", /^error: The seed file \S+ is not JSON: /],
  ["is null", "null", /seed: .*expected object/],
  [
    "names an unknown role",
    '{"users":[{"email":"jo@example.com","roleID":"x"}]}',
    / {2}users\[0\]\.roleID: names no role of the seed: x/,
  ],
  ["has an unknown field", '{"user":[]}', / {2}seed: .*"user"/],
])("a seed file that %s is an error that says where", async (_, text, message) => {
  const { code, errors } = await run("emulator", "--seed", await seedFile(text));
  expect([code, errors]).toEqual([1, expect.stringMatching(message)]);
});

test("a seed file that does not exist is an error", async () => {
  const { code, errors } = await run("emulator", "--seed", join(directory, "none.json"));
  expect([code, errors]).toEqual([1, expect.stringMatching(/^error: The seed file \S+none\.json does not exist\.\n$/)]);
});

test("a seed file that is a directory is an error", async () => {
  const { code, errors } = await run("emulator", "--seed", directory);
  expect([code, errors]).toEqual([1, expect.stringContaining("Could not use the seed file")]);
});

test("a port in use is an error that says what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const result = await run("emulator", "--port", String(port));
  await new Promise((resolve) => other.close(resolve));
  const errors = `error: Port ${port} is in use. Choose another with --port, or leave it out.\n`;
  expect(result).toEqual({ code: 1, errors });
});

test.each(["x", "-1", "65536", "1.5", ""])("the port %j is an error", async (port) => {
  const { code, errors } = await run("emulator", `--port=${port}`);
  expect([code, errors]).toEqual([1, expect.stringContaining("A port is a number from 0 to 65535.")]);
});

test("an unknown flag or command is an error with a suggestion", async () => {
  expect(await run("emulator", "--prot", "1")).toEqual({
    code: 1,
    errors: expect.stringContaining("Did you mean --port?"),
  });
  expect(await run("emulater")).toEqual({ code: 1, errors: expect.stringContaining("Did you mean emulator?") });
  expect((await run("emulator", "extra")).code).toBe(1);
});

test("--version prints the package's version, and --help the commands", async () => {
  expect((await run("--version")).code).toBe(0);
  expect(printed).toMatch(/^\d+\.\d+\.\d+/);
  expect((await run("emulator", "--help")).code).toBe(0);
  expect(printed).toContain("--seed <file>");
});
