import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { scratchFolder, seedOf, startAccount } from "../unit/cli/account.js";
import { roleSetResource, stackExport } from "../unit/cli/stack-export.js";
import { runBuilt } from "./built-command.js";

jest.setTimeout(60_000);

const apiKeys = [
  { id: "reader", secret: "s3cret", roleID: "read-only" },
  { id: "half", secret: "s3cret", roleID: "read-only", deny: ["GET /users", "GET /roles/read-only"] },
];

async function startBig(objects = 2000) {
  const account = await startAccount({ ...seedOf(objects), apiKeys });
  const env = (key: string) => ({ CLOUDONE_BASE_URL: account.url, CLOUDONE_API_KEY: `${key}:s3cret` });
  return { account, env };
}

/** A drift report that lists everything in the account. */
async function emptyState(): Promise<string> {
  const file = join(await scratchFolder(), "state.json");
  await writeFile(file, stackExport([roleSetResource({})]));
  return file;
}

test("on an old Node.js every command says only which version it needs", async () => {
  const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
  for (const line of [["doctor"], ["--help"], ["access"]]) {
    expect(await runBuilt(line, { nodeFlags: ["--import", old] })).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^error: pulumi-cloudone needs Node\.js 22\.20 or newer, and this is 20\.20\.2\. .*\n$/,
      ),
    });
  }
});

test("doctor names what the key may not read, whatever the order of the refusals", async () => {
  const { account, env } = await startBig(26);
  account.emulator.faults.add({ match: { path: "/roles/read-only" }, kind: "slow-body", delayMs: 500 });
  const { code, stdout, stderr } = await runBuilt(["doctor"], { env: env("half") });
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(/^FAIL {2}rights to read +users could not be read: GET \/users: 403/m);
});

test("doctor says that a missing server accepts no connections", async () => {
  const env = { CLOUDONE_BASE_URL: "http://127.0.0.1:1/api", CLOUDONE_API_KEY: "admin:s3cret" };
  const { code, stdout } = await runBuilt(["doctor"], { env });
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^FAIL {2}server .*does not accept connections/m)]);
});

test.each([
  ["access", ["access", "--format", "csv"]],
  ["drift", ["drift", "--state", "STATE"]],
])("%s ends quietly, with neither 0 nor 2, if its reader goes away", async (_, line) => {
  const { env } = await startBig();
  const state = await emptyState();
  const args = line.map((arg) => (arg === "STATE" ? state : arg));
  const shell = '"$0" "$@" | head -n 1; exit $PIPESTATUS';
  const { code, stdout, stderr } = await runBuilt([...args, "--quiet"], { env: env("reader"), shell });
  expect([code, stdout.split("\n").length, stderr]).toEqual([1, 2, ""]);
});

test("an unwritable output is an error that exits with neither 0 nor 2", async () => {
  const { env } = await startBig(26);
  const shell = '"$0" "$@" > /dev/full';
  const { code, stderr } = await runBuilt(["drift", "--state", await emptyState()], { env: env("reader"), shell });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: The output cannot be written: ENOSPC.*\n$/)]);
});

test.each(["access", "drift", "export"])("%s leaves no file if it is interrupted while reading", async (name) => {
  const { account, env } = await startBig(26);
  account.emulator.faults.add({ match: { path: "/users" }, kind: "slow-body", delayMs: 3_000 });
  const folder = await scratchFolder();
  const state = name === "drift" ? ["--state", await emptyState()] : [];
  const { signal, stdout, stderr } = await runBuilt([name, ...state, "--out", join(folder, "out")], {
    env: env("reader"),
    onStart: async (child) => {
      while (!account.emulator.requests.some(({ path }) => path === "/users"))
        await new Promise((go) => setTimeout(go, 20));
      child.kill("SIGINT");
    },
  });
  expect([signal, stdout, stderr, readdirSync(folder)]).toEqual(["SIGINT", "", "", []]);
});
