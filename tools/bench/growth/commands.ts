import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../side-by-side/command.ts";
import type { Address } from "../side-by-side/server-process.ts";
import type { GrowthAccount } from "./account.ts";
import type { Growth } from "./results.ts";
import { COMMAND } from "./server.ts";

const ACCESS_FORMATS = ["text", "markdown", "csv", "html", "json"];

/** What the command line costs; exit code 2, for findings, is not a failure. */
export async function* measureCommands(
  account: GrowthAccount,
  folder: string,
  server: Address,
): AsyncGenerator<Growth> {
  const file = (name: string) => join(folder, name);
  await writeFile(file("stack.json"), JSON.stringify(account.stack));
  await writeFile(file("preview.json"), JSON.stringify(account.preview));
  const out = ["--out", file("out"), "--quiet"];
  const commands: [string, string[]][] = [
    ...ACCESS_FORMATS.map((format): [string, string[]] => [
      `access, ${format}`,
      ["access", "--format", format, ...out],
    ]),
    ["access --preview", ["access", "--preview", file("preview.json"), ...out]],
    ["drift", ["drift", "--state", file("stack.json"), ...out]],
    ["export", ["export", ...out]],
    ["export, sets", ["export", "--style", "sets", "--import-file", ...out]],
  ];
  for (const [step, args] of commands) {
    await rm(file("out"), { recursive: true, force: true });
    const { seconds, cpuSeconds, providerBytes, failure } = await run({
      file: process.execPath,
      args: [COMMAND, ...args],
      cwd: folder,
      env: { PATH: process.env.PATH, CLOUDONE_BASE_URL: server.url, CLOUDONE_API_KEY: server.apiKey },
      provider: COMMAND,
      timeoutSeconds: 600,
    });
    const isFailed = failure !== undefined && !failure.startsWith("exit code 2");
    yield {
      system: "command",
      step,
      users: Object.keys(account.users).length,
      seconds,
      cpuSeconds: cpuSeconds ?? 0,
      peakBytes: providerBytes ?? 0,
      ...(isFailed && { failure }),
    };
  }
}
