import { randomBytes } from "node:crypto";
import { chown, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Log } from "../engine/progress.ts";
import { isExecutable, onPath } from "../engine/working.ts";
import { lastLines, run, whyFailed } from "../run.ts";

const DEBIAN = "/usr/lib/postgresql";
const isRoot = () => process.getuid?.() === 0;

export interface PostgresServer {
  /** PULUMI_BACKEND_URL, with a separate PGPASSWORD: Pulumi writes the URL to its home folder in plain text. */
  env: { PULUMI_BACKEND_URL: string; PGPASSWORD: string };
  /** Runs SQL in the database and returns the rows as a string, one per line. */
  query(sql: string): Promise<string>;
  stop(): Promise<void>;
}

/** The folder with initdb and postgres: Debian's, or the one on PATH. Root installs Debian's if there is none. */
export async function provisionPostgres(log: Log): Promise<string> {
  const found = await findPostgres();
  if (found !== undefined) return found;
  if (!isRoot() || onPath("apt-get") === undefined) {
    throw new Error("there is no PostgreSQL, and only root can install Debian's: apt-get install postgresql");
  }
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "postgresql"]]) {
    log(`apt-get ${args.join(" ")}`);
    const ended = await run("apt-get", args, { env: { DEBIAN_FRONTEND: "noninteractive" }, timeout: 300_000 });
    if (ended.exitCode !== 0) throw new Error(`apt-get ${args.join(" ")}: ${whyFailed(ended)}`);
  }
  const installed = await findPostgres();
  if (installed === undefined) throw new Error(`apt-get installed postgresql, but ${DEBIAN} has no initdb`);
  return installed;
}

async function findPostgres(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, "bin"));
  return folders.find((folder) => isExecutable(join(folder, "initdb")) && isExecutable(join(folder, "postgres")));
}

/** Starts a cluster in a temporary folder, on a free loopback port, as an unprivileged user. */
export async function startPostgres(binDir: string): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-cloudone-postgres-"));
  const password = randomBytes(12).toString("hex");
  const owner = await unprivileged();
  try {
    await writeFile(join(folder, "password"), password, { mode: 0o600 });
    if (owner !== undefined)
      for (const path of [folder, join(folder, "password")]) await chown(path, owner.uid, owner.gid);
    const data = join(folder, "data");
    const auth = ["--username=pulumi", `--pwfile=${join(folder, "password")}`, "--auth=scram-sha-256"];
    const made = await runAs(
      owner,
      join(binDir, "initdb"),
      ["--pgdata", data, "--no-sync", "--encoding=UTF8", "--locale=C", ...auth],
      folder,
    );
    if (made.exitCode !== 0) throw new Error(`initdb: ${whyFailed(made)}`);
    const port = await freePort();
    const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off", port };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = runAs(owner, join(binDir, "postgres"), ["-D", data, ...args], folder);
    const query = (sql: string) => psql(binDir, port, password, sql);
    await untilReady(server, query);
    return {
      env: {
        PULUMI_BACKEND_URL: `postgres://pulumi@127.0.0.1:${port}/postgres?sslmode=disable`,
        PGPASSWORD: password,
      },
      query,
      async stop() {
        // Fast shutdown: it ends its sessions and children.
        server.kill("SIGINT");
        await server;
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root, so root runs it as the user that Debian's package creates. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (!isRoot()) return undefined;
  const id = async (flag: string) => {
    const { exitCode, stdout } = await run("id", [flag, "postgres"]);
    if (exitCode !== 0) throw new Error("root cannot run PostgreSQL, and there is no user postgres to run it as");
    return Number(stdout);
  };
  return { uid: await id("-u"), gid: await id("-g") };
}

function runAs(owner: { uid: number; gid: number } | undefined, command: string, args: string[], cwd: string) {
  const env = {
    PATH: process.env.PATH,
    LC_ALL: "C",
    HOME: cwd,
    USER: owner === undefined ? userInfo().username : "postgres",
  };
  // Not detached: a Ctrl-C at the terminal stops it too.
  return execa(command, args, { cwd, env, extendEnv: false, stdin: "ignore", reject: false, ...owner });
}

async function untilReady(server: ReturnType<typeof runAs>, query: (sql: string) => Promise<string>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const failure = await query("select 1").then(() => undefined, String);
    if (failure === undefined) return;
    if (server.nodeChildProcess.exitCode !== null || Date.now() > deadline) {
      server.kill("SIGKILL");
      throw new Error(`postgres does not respond: ${failure}\n${lastLines((await server).stderr)}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function psql(binDir: string, port: number, password: string, sql: string): Promise<string> {
  const args = [
    "--no-psqlrc",
    "-At",
    "-h",
    "127.0.0.1",
    "-p",
    String(port),
    "-U",
    "pulumi",
    "-d",
    "postgres",
    "-c",
    sql,
  ];
  const ended = await run(join(binDir, "psql"), args, { env: { PGPASSWORD: password }, timeout: 30_000 });
  if (ended.exitCode !== 0) throw new Error(whyFailed(ended));
  return ended.stdout.trim();
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}
