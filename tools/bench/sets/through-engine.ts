import { readFile } from "node:fs/promises";
import { type RunningEmulator, startEmulator } from "pulumi-cloudone/emulator";
import { type Account, API_KEY, mebibytes, routes } from "./account.ts";
import { FLOOR_FILES, FLOOR_PROGRAM, PROGRAM } from "./programs.ts";
import { type Phase, project } from "./project.ts";

/** The server's limit while the changes are carried out again. */
const LIMIT = 100;

/** Runs the real engine (up, a preview without changes, an up with changes) and measures its checkpoint file. */
export async function measureEngine(account: Account, binDir: string): Promise<[string, number, number][]> {
  const running = await startEmulator({ seed: account.seed });
  const server = { url: running.url, apiKey: API_KEY };
  const sets = await project(binDir, server, { name: "sets", program: PROGRAM });
  let peak = 0;
  const pulumi = async (title: string, phase: Phase) => {
    running.emulator.clearRequests();
    const { seconds, providerBytes } = await sets.run(phase);
    peak = Math.max(peak, providerBytes);
    const { line, count } = routes(running);
    console.log(`${title}: ${seconds.toFixed(1)} s, ${line}; provider's peak memory ${mebibytes(providerBytes)}`);
    return count;
  };
  const stateBytes = async () => Buffer.byteLength(await readFile(sets.stateFile));
  try {
    const { roles, users, changed, changes } = account;

    // The fixed part of the state: both sets with a single member.
    const [role = ["", {}], user = ["", ""]] = [Object.entries(roles)[0], Object.entries(users)[0]];
    await sets.declare({ roles: { [role[0]]: role[1] }, users: { [user[0]]: user[1] } });
    await pulumi("up of one role and one user", "up");
    const one = await stateBytes();
    await sets.declare({ roles, users: { [user[0]]: user[1] } });
    await pulumi(`up of ${Object.keys(roles).length} roles`, "up");
    const withRoles = await stateBytes();
    await sets.declare({ roles, users });
    await pulumi(`up of ${Object.keys(users).length} users`, "up");
    const afterCreate = await stateBytes();
    const reads = await pulumi("preview without a change", "preview");
    const again = await pulumi("up without a change", "up");
    const settled = await stateBytes();
    await sets.declare({ roles, users: changed });
    await pulumi(`up of ${changes} changes`, "up");
    const pace = await paceAtLimit(running, sets, account);
    await pulumi("refresh", "refresh");

    const { perRole, perUser, perUserAtFirst, declared } = bytesOfState(account, {
      one,
      withRoles,
      afterCreate,
      settled,
    });
    const floor = await measureFloor(account, binDir);
    console.log(`a provider that does nothing, with the same number of users: peak memory ${mebibytes(floor)}`);
    const pages = Math.ceil(Object.keys(users).length / 100) + Math.ceil((Object.keys(roles).length + 3) / 100);
    return [
      ["requests of a preview without a change", reads, pages + 2],
      ["requests of an up without a change", again, pages + 2],
      [`time of changes at ${LIMIT} requests/s, % of requests / rate`, 100 * pace, 105],
      ["peak memory of the provider, MB", peak / 1e6, 200],
      ["the same, % of a provider that does nothing", (100 * peak) / floor, 100],
      ["bytes of state per user", perUser, 250],
      ["bytes of state per user, right after they lost something", perUserAtFirst, 250],
      ["bytes of state per role", perRole, 2 * declared + 60],
    ];
  } finally {
    await Promise.all([running.close(), sets.remove()]);
  }
}

/** Takes the changes back at the server's limit: how long that takes, relative to the number of requests. */
async function paceAtLimit(
  { emulator }: RunningEmulator,
  sets: Awaited<ReturnType<typeof project>>,
  { roles, users, changes }: Account,
): Promise<number> {
  emulator.switches.rateLimit = { requestsPerSecond: LIMIT };
  await sets.declare({ roles, users });
  emulator.clearRequests();
  await sets.run("up");
  const pace = timesIdeal(emulator.requests);
  console.log(`up of ${changes} changes at ${LIMIT} requests/s: ${pace.toFixed(2)} times requests / rate`);
  emulator.switches.rateLimit = null;
  return pace;
}

/** Sizes of the checkpoint file, in bytes. */
interface StateSizes {
  /** With one role and one user: the fixed part. */
  one: number;
  withRoles: number;
  afterCreate: number;
  settled: number;
}

function bytesOfState({ roles, users }: Account, { one, withRoles, afterCreate, settled }: StateSizes) {
  const [roleCount, userCount] = [Object.keys(roles).length, Object.keys(users).length];
  const perRole = (withRoles - one) / (roleCount - 1);
  const perUser = (settled - withRoles) / (userCount - 1);
  const perUserAtFirst = (afterCreate - withRoles) / (userCount - 1);
  const declared = Object.entries(roles).reduce((sum, entry) => sum + JSON.stringify(entry).length, 0) / roleCount;
  console.log(`state: ${perRole.toFixed(0)} bytes per role, whose declaration is ${declared.toFixed(0)} bytes of JSON`);
  console.log(
    `state: ${perUser.toFixed(0)} bytes per user; ${perUserAtFirst.toFixed(0)} right after an up that took something from each of them and names it`,
  );
  return { perRole, perUser, perUserAtFirst, declared };
}

/** How long the requests for single users took from first to last, relative to their number at the server's limit. */
function timesIdeal(requests: readonly { path: string; at: number; handled: boolean }[]): number {
  const times = requests.filter(({ path, handled }) => handled && path.startsWith("/users/")).map(({ at }) => at);
  return (Math.max(...times) - Math.min(...times)) / 1000 / (times.length / LIMIT);
}

/** What the engine's SDK alone costs to pass the same number of members to a provider and back. */
async function measureFloor({ users, changed }: Account, binDir: string): Promise<number> {
  const nowhere = { url: "http://127.0.0.1:1", apiKey: API_KEY };
  const floor = await project(binDir, nowhere, { name: "floor", program: FLOOR_PROGRAM, files: FLOOR_FILES });
  try {
    const peaks: number[] = [];
    const runs: [Account["users"], Phase][] = [
      [users, "up"],
      [users, "preview"],
      [changed, "up"],
      [changed, "refresh"],
    ];
    for (const [declared, phase] of runs) {
      await floor.declare({ users: declared });
      peaks.push((await floor.run(phase)).providerBytes);
    }
    return Math.max(...peaks);
  } finally {
    await floor.remove();
  }
}
