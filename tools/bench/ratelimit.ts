// npm run bench -- ratelimit [R...]: how close a burst of work comes to the ideal time under a server's limit of R requests
// per second, and after one refusal caused by other clients' requests. The emulator listens on a loopback port; the client is
// the built package's, as scripts use it.
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "pulumi-cloudone/emulator";
import { createCloudOne } from "pulumi-cloudone/provider";

const SECONDS_OF_WORK = 10;
const limits = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 50, 100];

/** How long the server refuses requests because of other clients, and how many requests follow. */
const PAUSE_SECONDS = 10;
const WORK_AFTER_PAUSE = 600;

interface Row {
  limit: string;
  work: number;
  failed: number;
  idealSeconds: number;
  realSeconds: number;
  refused: number;
}

async function burst(requestsPerSecond: number): Promise<Row> {
  const work = requestsPerSecond * SECONDS_OF_WORK;
  const server = await serve(work, { rateLimit: { requestsPerSecond, retryAfter: "seconds" } });
  return { limit: `${requestsPerSecond}/s`, idealSeconds: SECONDS_OF_WORK, ...(await measure(server, work)) };
}

/** The same work after a few requests and one refusal; ideal is the pause plus the time the work takes without a refusal. */
async function refusedOnce(): Promise<Row> {
  const free = await measure(await serve(WORK_AFTER_PAUSE, {}), WORK_AFTER_PAUSE);
  const server = await serve(WORK_AFTER_PAUSE, {});
  server.emulator.faults.add({ kind: "429-seconds", retryAfterSeconds: PAUSE_SECONDS, match: { nth: 4 } });
  const real = await measure(server, WORK_AFTER_PAUSE);
  return { limit: "one refusal", idealSeconds: PAUSE_SECONDS + free.realSeconds, ...real };
}

function serve(work: number, switches: NonNullable<Parameters<typeof startEmulator>[0]>["switches"]) {
  const users = Array.from({ length: work }, (_, n) => ({
    id: `user-${n}`,
    email: `user${n}@example.com`,
    roleID: "read-only",
  }));
  return startEmulator({ seed: { users }, switches });
}

async function measure(server: Awaited<ReturnType<typeof serve>>, work: number) {
  const { url, emulator, close } = server;
  const cloudOne = createCloudOne({ apiKey: `${demoApiKeyId}:${demoApiKeySecret}`, baseUrl: url });
  const started = performance.now();
  const results = await Promise.allSettled(
    Array.from({ length: work }, (_, n) => cloudOne.users.describe(`user-${n}`)),
  );
  const realSeconds = (performance.now() - started) / 1000;
  const refused = emulator.requests.filter(({ status }) => status === 429).length;
  await close();
  const failed = results.filter(({ status }) => status === "rejected").length;
  return { work, failed, realSeconds, refused };
}

const titles = ["limit", "work", "failed", "ideal", "real", "real / ideal", "refused"];
console.log(titles.map((title) => title.padStart(14)).join(""));
for (const play of [...limits.map((limit) => () => burst(limit)), refusedOnce]) {
  const { limit, work, failed, idealSeconds, realSeconds, refused } = await play();
  const ratio = (realSeconds / idealSeconds).toFixed(3);
  const cells = [limit, work, failed, `${idealSeconds.toFixed(2)} s`, `${realSeconds.toFixed(2)} s`, ratio, refused];
  console.log(cells.map((cell) => String(cell).padStart(14)).join(""));
}
