import { networkTransport } from "../provider/client/http/network-transport.js";
import type { Transport } from "../provider/client/index.js";
import { readConfig } from "../provider/config/config.js";
import { Session } from "../provider/session/session.js";
import type { Progress } from "./progress.js";
import { noStack, type Settings } from "./stack-state.js";
import { note } from "./terminal.js";

/** How a command reaches the account. */
interface ConnectOptions {
  /** What a stack sets. @default nothing: only the environment counts */
  settings?: Settings;
  quiet: boolean;
  progress: Progress;
}

/** Opens the account for reading only, whatever the configuration says. Throws a ConfigError. */
export function connect({ settings = noStack, quiet, progress }: ConnectOptions): Session {
  const say = (text: string) => {
    if (!quiet) note(text);
  };
  return new Session(
    { ...readConfig({ ...settings, env: process.env }), readOnly: true },
    { info: say, warn: note },
    { transport: counted(progress) },
  );
}

function counted(progress: Progress): Transport {
  let requests = 0;
  return (request) => {
    requests += 1;
    progress.say(`Reading the account, request ${requests}: ${request.method} ${new URL(request.url).pathname}`);
    return networkTransport(request);
  };
}
