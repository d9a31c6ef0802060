// The server for all systems, in a separate process so that its work counts for none of them. Controlled over IPC.
import { demoApiKeyId, demoApiKeySecret, type RunningEmulator, startEmulator } from "pulumi-cloudone/emulator";
import type { Order, Report } from "./server-process.ts";

let running: RunningEmulator | undefined;
let gauge = { now: 0, peak: 0, first: 0, last: 0 };

async function start(switches: Extract<Order, { start: object }>["start"]) {
  await running?.close();
  running = await startEmulator({ switches });
  const { app } = running.emulator;
  const respond = app.fetch;
  app.fetch = async (...args) => {
    const mine = gauge;
    mine.now += 1;
    mine.peak = Math.max(mine.peak, mine.now);
    mine.first ||= performance.now();
    try {
      return await respond(...args);
    } finally {
      mine.now -= 1;
      mine.last = performance.now();
    }
  };
  return { url: running.url, apiKey: `${demoApiKeyId}:${demoApiKeySecret}` };
}

function report(): Report {
  if (running === undefined) throw new Error("The server has not been started.");
  const { emulator } = running;
  const requests: Record<string, number> = {};
  for (const { method, path } of emulator.requests) {
    const route = `${method} ${path.replace(/^(\/[^/]+)\/.+$/, "$1/{id}")}`;
    requests[route] = (requests[route] ?? 0) + 1;
  }
  const refused = emulator.requests.filter(({ status }) => status === 429).length;
  const { peak, first, last } = gauge;
  gauge = { now: 0, peak: 0, first: 0, last: 0 };
  emulator.clearRequests();
  const roles = [...emulator.store.roles.keys()].filter((id) => id.startsWith("role-")).length;
  return { requests, refused, roles, peakInFlight: peak, serverSeconds: (last - first) / 1000 };
}

process.on("message", async (order: Order) => {
  const reply = "start" in order ? await start(order.start) : report();
  process.send?.(reply);
});
process.on("disconnect", () => process.exit());
