// npm run bench -- ratelimit [R...]: how close a burst of work comes to the ideal time under a server's limit of R requests
// a second. The emulator listens on a loopback port; the client is the built package's, as people's scripts use it.
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "pulumi-cloudone/emulator";
import { createCloudOne } from "pulumi-cloudone/provider";

const SECONDS_OF_WORK = 10;
const limits = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 50, 100];

interface Row {
  requestsPerSecond: number;
  work: number;
  failed: number;
  idealSeconds: number;
  realSeconds: number;
  refused: number;
}

async function burst(requestsPerSecond: number): Promise<Row> {
  const work = requestsPerSecond * SECONDS_OF_WORK;
  const users = Array.from({ length: work }, (_, n) => ({
    id: `user-${n}`,
    email: `user${n}@example.com`,
    roleID: "read-only",
  }));
  const { url, emulator, close } = await startEmulator({
    seed: { users },
    switches: { rateLimit: { requestsPerSecond, retryAfter: "seconds" } },
  });
  const cloudOne = createCloudOne({ apiKey: `${demoApiKeyId}:${demoApiKeySecret}`, baseUrl: url });
  const started = performance.now();
  const results = await Promise.allSettled(users.map(({ id }) => cloudOne.users.describe(id)));
  const realSeconds = (performance.now() - started) / 1000;
  const refused = emulator.requests.filter(({ status }) => status === 429).length;
  await close();
  const failed = results.filter(({ status }) => status === "rejected").length;
  return { requestsPerSecond, work, failed, idealSeconds: work / requestsPerSecond, realSeconds, refused };
}

const titles = ["limit", "work", "failed", "ideal", "real", "real / ideal", "refused"];
console.log(titles.map((title) => title.padStart(14)).join(""));
for (const limit of limits) {
  const { requestsPerSecond, work, failed, idealSeconds, realSeconds, refused } = await burst(limit);
  const ratio = (realSeconds / idealSeconds).toFixed(3);
  const cells = [
    `${requestsPerSecond}/s`,
    work,
    failed,
    `${idealSeconds.toFixed(2)} s`,
    `${realSeconds.toFixed(2)} s`,
    ratio,
    refused,
  ];
  console.log(cells.map((cell) => String(cell).padStart(14)).join(""));
}
