// npm run bench -- walks [--out FILE]: one complete list of 10,000 users, compared with one list per role at the same time.
import { parseArgs } from "node:util";
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "pulumi-cloudone/emulator";
import { createCloudOne } from "pulumi-cloudone/provider";
import { readResults, type Walk, writeResults } from "./side-by-side/results.ts";

const USERS = 10_000;
const ROLES = 20;
const LATENCY_MS = 50;

const { values } = parseArgs({ options: { out: { type: "string" } } });
const roles = Array.from({ length: ROLES }, (_, n) => ({ id: `role-${n}`, name: `Role ${n}` }));
const users = Array.from({ length: USERS }, (_, n) => ({ email: `user${n}@example.com`, roleID: `role-${n % ROLES}` }));

async function measure(pageSize: number, byRole: boolean): Promise<Walk> {
  const { url, emulator, close } = await startEmulator({
    seed: { roles, users },
    switches: { latencyMs: LATENCY_MS, maxLimit: pageSize },
  });
  const cloudOne = createCloudOne({ apiKey: `${demoApiKeyId}:${demoApiKeySecret}`, baseUrl: url });
  const count = async (filter: { roleID?: string }) => {
    let found = 0;
    for await (const _ of cloudOne.users.list(filter)) found += 1;
    return found;
  };
  const started = performance.now();
  const found = byRole ? await Promise.all(roles.map(({ id }) => count({ roleID: id }))) : [await count({})];
  const seconds = (performance.now() - started) / 1000;
  await close();
  const total = found.reduce((sum, one) => sum + one, 0);
  if (total !== USERS) throw new Error(`The walk found ${total} users of ${USERS}.`);
  return {
    users: USERS,
    roles: ROLES,
    latencyMs: LATENCY_MS,
    pageSize,
    byRole,
    seconds,
    requests: emulator.requests.length,
  };
}

const walks: Walk[] = [];
for (const pageSize of [100, 1000]) {
  for (const byRole of [false, true]) {
    const walk = await measure(pageSize, byRole);
    walks.push(walk);
    const how = byRole ? `${ROLES} lists, one per role` : "one list";
    console.log(`pages of ${pageSize}, ${how}: ${walk.seconds.toFixed(2)} s, ${walk.requests} requests`);
  }
}
if (values.out !== undefined) {
  const results = await readResults(values.out);
  if (results === undefined)
    throw new Error(`There is no ${values.out} yet: run \`npm run bench -- --out ${values.out}\` first.`);
  await writeResults(values.out, { ...results, walks });
}
