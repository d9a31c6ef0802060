// npm run bench -- growth [--sizes 1000,10000,100000] [--parts engine,commands] [--out FILE]: how time and memory grow with a set.
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { provisionEngine } from "../engine.ts";
import { growthAccount } from "./growth/account.ts";
import { measureCommands } from "./growth/commands.ts";
import { measureEngine } from "./growth/engine.ts";
import { type Growth, writeGrowth } from "./growth/results.ts";
import { startServer } from "./growth/server.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    parts: { type: "string", default: "engine,commands" },
    out: { type: "string" },
  },
});
const parts = values.parts.split(",");
const machine = {
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
  node: process.versions.node,
};
const day = new Date().toISOString().slice(0, 10);
for (const size of values.sizes.split(",").map(Number)) {
  const account = growthAccount(size);
  const folder = await mkdtemp(join(tmpdir(), "cloudone-growth-"));
  const server = await startServer(folder, account.server);
  const note = async (row: Growth) => {
    const { system, step, users, cpuSeconds, peakBytes, failure = "" } = row;
    const line = [cpuSeconds.toFixed(1), "s CPU,", (peakBytes / 1e6).toFixed(0), "MB", failure].join(" ");
    console.log(`${users} users, ${system}, ${step}: ${line}`);
    if (values.out !== undefined) await writeGrowth(values.out, { day, machine, growth: [] }, [row]);
  };
  try {
    if (parts.includes("commands")) for await (const row of measureCommands(account, folder, server)) await note(row);
    if (parts.includes("engine")) {
      const { binDir } = await provisionEngine({ log: (line) => console.error(line) });
      for await (const row of measureEngine(account, binDir, server)) await note(row);
    }
  } finally {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
