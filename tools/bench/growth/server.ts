import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { API_KEY } from "../sets/account.ts";
import type { Address } from "../side-by-side/server-process.ts";

export const COMMAND = resolve(import.meta.dirname, "..", "..", "..", "dist", "cli", "main.js");

/** An emulator in a separate process, so that no measurement includes its work. */
export async function startServer(folder: string, seed: object): Promise<Address & { stop(): void }> {
  const file = join(folder, "seed.json");
  await writeFile(file, JSON.stringify(seed));
  const child = execa(process.execPath, [COMMAND, "emulator", "--seed", file], { reject: false, buffer: false });
  const url = await new Promise<string>((found, failed) => {
    child.stdout.on("data", (text) => {
      const [, address] = /emulator at (\S+)/.exec(String(text)) ?? [];
      if (address !== undefined) found(address);
    });
    void child.then(() => failed(new Error("The emulator did not start.")));
  });
  return { url, apiKey: API_KEY, stop: () => child.kill("SIGINT") };
}
