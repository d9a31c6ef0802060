import {
  ConnectionReset,
  createEmulator,
  defaultAccountId,
  demoApiKeyId,
  demoApiKeySecret,
  type Emulator,
  type EmulatorOptions,
} from "../../emulator/index.js";
import { RateLimiter, type Transport, TransportError, type TransportRequest } from "../../provider/client/index.js";
import type { Config } from "../../provider/config/config.js";
import type { Log } from "../../provider/session/log.js";
import { Session } from "../../provider/session/session.js";
import { VirtualClock } from "./clock.js";

export const ACCOUNT = defaultAccountId;
export const API_KEY = `${demoApiKeyId}:${demoApiKeySecret}`;

/** What the person who runs Pulumi sees. */
export class RecordedLog implements Log {
  readonly lines: string[] = [];
  /** The same, with the URN of the resource concerned. */
  readonly said: { severity: "info" | "warning"; message: string; urn: string | undefined }[] = [];
  info(message: string, urn?: string): void {
    this.#say({ severity: "info", message, urn });
  }
  warn(message: string, urn?: string): void {
    this.#say({ severity: "warning", message, urn });
  }
  #say(line: RecordedLog["said"][number]): void {
    this.said.push(line);
    this.lines.push(`${line.severity}: ${line.message}`);
  }
  get text(): string {
    return this.lines.join("\n");
  }
}

export interface WorldOptions extends Omit<EmulatorOptions, "clock"> {
  /** How long a request, and then its response, is in transit, in milliseconds. @default 0 */
  latency?: () => number;
}

/** Sees a request as it reaches the server; the function it returns is called once the server is done. */
type Watch = (request: TransportRequest) => (() => void) | undefined;

/** An emulator and a provider in one process: no sockets, no real time, no real chance. */
export class World {
  readonly clock = new VirtualClock();
  readonly log = new RecordedLog();
  readonly emulator: Emulator;
  readonly #latency: () => number;
  readonly #random: () => number;

  constructor({ latency = () => 0, ...options }: WorldOptions = {}) {
    this.#latency = latency;
    this.#random = options.random ?? sequence();
    this.emulator = createEmulator({ ...options, random: this.#random, clock: this.clock });
  }

  /** The configuration that a new provider process starts with. */
  session(config: Partial<Config> = {}, transport: Transport = this.transport): Session {
    return new Session({ apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api", readOnly: false, ...config }, this.log, {
      clock: this.clock,
      random: this.#random,
      transport,
      rateLimiter: new RateLimiter({ clock: this.clock }),
    });
  }

  /** The network between provider and emulator, where a test can watch what arrives. */
  transportFor(watch: Watch): Transport {
    return async (request) => {
      const { timeoutMs } = request;
      const timer = this.clock.timer(timeoutMs);
      const timeout = timer.elapsed.then(() => {
        throw new TransportError(`no response within ${Math.round(timeoutMs / 100) / 10} s`, {
          kind: "timeout",
          mayHaveArrived: true,
        });
      });
      try {
        return await Promise.race([this.#exchange(request, watch), timeout]);
      } finally {
        timer.cancel();
      }
    };
  }

  readonly transport: Transport = this.transportFor(() => undefined);

  async #exchange(request: TransportRequest, watch: Watch): ReturnType<Transport> {
    await this.#travel();
    const { method, url, headers, body } = request;
    try {
      const done = watch(request);
      const responding = Promise.resolve(
        this.emulator.app.fetch(new Request(url, { method, headers, ...(body !== undefined && { body }) })),
      );
      // A response that never comes must not hide what the server did.
      if (done !== undefined) await Promise.race([responding.then(done, done), turnOfEventLoop().then(done)]);
      const response = await responding;
      const text = await response.text();
      await this.#travel();
      return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
    } catch (error) {
      if (!(error instanceof ConnectionReset)) throw error;
      await this.#travel();
      throw new TransportError("the connection was reset", { kind: "reset", mayHaveArrived: true });
    }
  }

  async #travel(): Promise<void> {
    const milliseconds = this.#latency();
    if (milliseconds > 0) await this.clock.sleep(milliseconds);
  }
}

function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The same numbers in [0, 1) in every run (a 32-bit linear congruential sequence). */
function sequence(seed = 1): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
