import { join } from "node:path";
import { execa } from "execa";
import { startEmulator } from "pulumi-cloudone/emulator";
import { type Account, API_KEY, mebibytes, routes } from "./account.ts";

/** Runs the provider's calls in a child process and prints its steps and memory. */
export async function measureProvider(account: Account): Promise<void> {
  const running = await startEmulator({ seed: account.seed });
  const child = execa(process.execPath, [join(import.meta.dirname, "provider-child.ts")], {
    env: { CLOUDONE_API_KEY: API_KEY, CLOUDONE_BASE_URL: running.url },
    input: JSON.stringify(account),
    // Its warnings name thousands of objects.
    stderr: "ignore",
  });
  let peak = 0;
  try {
    for await (const line of child) {
      const { step, seconds, rss } = JSON.parse(line) as { step: string; seconds: number; rss: number };
      peak = Math.max(peak, rss);
      console.log(`${step}: ${seconds.toFixed(2)} s, ${routes(running).line}; peak memory ${mebibytes(rss)}`);
    }
  } finally {
    await running.close();
  }
  console.log(`peak memory of all of it in one process: ${mebibytes(peak)}`);
}
