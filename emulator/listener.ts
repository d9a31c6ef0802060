import { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { ConnectionReset } from "./connection-reset.js";
import { createEmulator, type EmulatorOptions } from "./create-emulator.js";
import type { Emulator } from "./emulator.js";
import { isLoopback } from "./loopback.js";

/** How to start an emulator. */
export interface StartOptions extends EmulatorOptions {
  /** @default 0, a free port */
  port?: number | undefined;
  /** A loopback host: an emulator must not be reachable from a network. @default "127.0.0.1" */
  host?: string | undefined;
}

/** An emulator that listens. */
export interface RunningEmulator {
  /** The base URL, which ends in `/api`. */
  readonly url: string;
  /** SailPoint's base URL, which ends in `/sailpoint`. */
  readonly sailPointUrl: string;
  readonly port: number;
  readonly emulator: Emulator;
  /** Ends open connections and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts an emulator on this machine.
 *
 * @example
 * const { url, emulator, close } = await startEmulator({ seed: { users: [{ email: "jo@example.com", roleID: "read-only" }] } });
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = "127.0.0.1" } = options;
  if (!isLoopback(host)) throw new Error(`The emulator listens only on a loopback host, not on ${host}.`);
  const emulator = createEmulator(options);
  const server = createAdaptorServer({ fetch: (request, env) => respond(emulator, request, env as HttpBindings) });
  if (!(server instanceof Server)) throw new Error("The emulator speaks HTTP/1.1 only.");
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const authority = host.includes(":") ? `[${host.replace(/[[\]]/g, "")}]` : host;
  return {
    url: `http://${authority}:${address.port}/api`,
    sailPointUrl: `http://${authority}:${address.port}/sailpoint`,
    port: address.port,
    emulator,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Responds over a socket; a dead connection destroys it. */
async function respond({ app }: Emulator, request: Request, env: HttpBindings): Promise<Response> {
  try {
    return await app.fetch(request, env);
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error;
    env.incoming.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  }
}
