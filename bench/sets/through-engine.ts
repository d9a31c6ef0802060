import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { startEmulator } from "pulumi-cloudone/emulator";
import { type Account, API_KEY, mebibytes, routes } from "./account.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..");
const PROGRAM = `
import { readFileSync } from "node:fs";
import * as cloudone from "pulumi-cloudone";
const { roles, users } = JSON.parse(readFileSync("account.json", "utf8"));
const guard = { maxRemovalFraction: 1 };
const made = new cloudone.RoleSet("roles", { roles, guard });
const team = Object.fromEntries(Object.entries(users).map(([email, id]) => [email, made.roleIds[id]]));
new cloudone.UserAssignmentSet("users", { users: team, guard }, { dependsOn: made });
`;

/** Runs the real engine: up, a preview without changes, an up of changes, with its own checkpoint file measured. */
export async function measureEngine(account: Account, binDir: string): Promise<[string, number, number][]> {
  const folder = join(REPOSITORY, ".scratch", `bench-sets-${process.pid}`);
  const running = await startEmulator({ seed: account.seed });
  await mkdir(join(folder, "backend"), { recursive: true });
  const write = (file: string, content: string) => writeFile(join(folder, file), content);
  const env = {
    ...process.env,
    PATH: [binDir, join(REPOSITORY, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    CLOUDONE_API_KEY: API_KEY,
    CLOUDONE_BASE_URL: running.url,
  };
  let peak = 0;
  const pulumi = async (title: string, ...args: string[]) => {
    running.emulator.clearRequests();
    const started = performance.now();
    const { code, rss, output } = await run(folder, env, [...args, "--stack", "bench", "--non-interactive"]);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}\n${output.slice(-4000)}`);
    peak = Math.max(peak, rss);
    const seconds = (performance.now() - started) / 1000;
    const { line, count } = routes(running);
    if (title !== "")
      console.log(`${title}: ${seconds.toFixed(1)} s, ${line}; provider's peak memory ${mebibytes(rss)}`);
    return count;
  };
  const state = async () => {
    const file = join(folder, "backend", ".pulumi", "stacks", "bench", "bench.json");
    const content = await readFile(file, "utf8");
    return {
      bytes: Buffer.byteLength(content),
      resources: JSON.parse(content).checkpoint.latest.resources as object[],
    };
  };
  try {
    await write("package.json", '{ "type": "module" }');
    await write("Pulumi.yaml", "name: bench\nruntime: nodejs\nmain: index.js\n");
    await write("index.js", PROGRAM);
    await write("account.json", JSON.stringify({ roles: {}, users: {} }));
    const { roles, users, changed, changes } = account;
    await pulumi("", "stack", "init");

    // The fixed part of the state: both sets with a single member.
    const [role = ["", {}], user = ["", ""]] = [Object.entries(roles)[0], Object.entries(users)[0]];
    await write("account.json", JSON.stringify({ roles: { [role[0]]: role[1] }, users: { [user[0]]: user[1] } }));
    await pulumi("up of one role and one user", "up", "--yes", "--skip-preview");
    const one = (await state()).bytes;
    await write("account.json", JSON.stringify({ roles, users: { [user[0]]: user[1] } }));
    await pulumi(`up of ${Object.keys(roles).length} roles`, "up", "--yes", "--skip-preview");
    const withRoles = (await state()).bytes;
    await write("account.json", JSON.stringify({ roles, users }));
    await pulumi(`up of ${Object.keys(users).length} users`, "up", "--yes", "--skip-preview");
    const afterCreate = (await state()).bytes;
    const reads = await pulumi("preview without a change", "preview", "--expect-no-changes");
    await pulumi("up without a change", "up", "--yes", "--skip-preview", "--expect-no-changes");
    const settled = (await state()).bytes;
    await write("account.json", JSON.stringify({ roles, users: changed }));
    await pulumi(`up of ${changes} changes`, "up", "--yes", "--skip-preview");
    await pulumi("refresh", "refresh", "--yes", "--skip-preview", "--expect-no-changes");

    const [roleCount, userCount] = [Object.keys(roles).length, Object.keys(users).length];
    const perRole = (withRoles - one) / (roleCount - 1);
    const perUser = (settled - withRoles) / (userCount - 1);
    const perUserAtFirst = (afterCreate - withRoles) / (userCount - 1);
    const declared = Object.entries(roles).reduce((sum, entry) => sum + JSON.stringify(entry).length, 0) / roleCount;
    console.log(`state: ${perRole.toFixed(0)} bytes a role, whose declaration is ${declared.toFixed(0)} bytes of JSON`);
    console.log(
      `state: ${perUser.toFixed(0)} bytes a user; ${perUserAtFirst.toFixed(0)} right after an up that took something from each of them, which it names`,
    );
    const pages = Math.ceil(userCount / 100) + Math.ceil((roleCount + 3) / 100);
    return [
      ["requests of a preview without a change", reads, pages + 2],
      ["peak memory of the provider, MB", peak / 1e6, 200],
      ["bytes of state a user", perUser, 250],
      ["bytes of state a role", perRole, 2 * declared + 60],
    ];
  } finally {
    await running.close();
    if (process.env.KEEP_SCRATCH === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the engine; samples the highest memory of the provider processes that it starts (Linux only, else 0). */
async function run(folder: string, env: NodeJS.ProcessEnv, args: string[]) {
  const child = spawn("pulumi", args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  let rss = 0;
  const sample = setInterval(async () => {
    rss = Math.max(rss, await providerMemory(folder));
  }, 200);
  const code = await new Promise<number | null>((resolveCode, reject) => {
    child.once("error", reject);
    child.once("close", resolveCode);
  });
  clearInterval(sample);
  return { code, rss, output };
}

async function providerMemory(folder: string): Promise<number> {
  let highest = 0;
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    if (cwd !== folder) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!command.includes("dynamic-provider")) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    highest = Math.max(highest, Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024);
  }
  return highest;
}
