import {
  ConnectionReset,
  createEmulator,
  defaultAccountId,
  demoApiKeyId,
  demoApiKeySecret,
  type Emulator,
  type EmulatorOptions,
} from "../../emulator/index.js";
import { Governor, type Transport, TransportError } from "../../provider/client/index.js";
import type { Config } from "../../provider/config.js";
import type { Log } from "../../provider/engine-log.js";
import { type Clock, Session } from "../../provider/session.js";

export const ACCOUNT = defaultAccountId;
export const API_KEY = `${demoApiKeyId}:${demoApiKeySecret}`;

/** A clock that never waits: sleeping moves it on. */
export class VirtualClock implements Clock {
  #now = Date.parse("2026-01-01T00:00:00Z");
  now(): number {
    return this.#now;
  }
  async sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
  }
}

/** What the person who runs Pulumi is told. */
export class RecordedLog implements Log {
  readonly lines: string[] = [];
  info(text: string): void {
    this.lines.push(`info: ${text}`);
  }
  warn(text: string): void {
    this.lines.push(`warning: ${text}`);
  }
  get text(): string {
    return this.lines.join("\n");
  }
}

/** An emulator and a provider in one process: no sockets, no real time, no real chance. */
export class World {
  readonly clock = new VirtualClock();
  readonly log = new RecordedLog();
  readonly emulator: Emulator;

  constructor(options: Omit<EmulatorOptions, "clock"> = {}) {
    this.emulator = createEmulator({ random: sequence(), ...options, clock: this.clock });
  }

  /** What a new provider process starts with. */
  session(config: Partial<Config> = {}): Session {
    return new Session({ apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api", readOnly: false, ...config }, this.log, {
      clock: this.clock,
      random: sequence(),
      transport: this.transport,
      governor: new Governor({ clock: this.clock }),
    });
  }

  readonly transport: Transport = async ({ method, url, headers, body, timeoutMs }) => {
    const abort = new AbortController();
    const request = new Request(url, { method, headers, signal: abort.signal, ...(body !== undefined && { body }) });
    const answer = Promise.resolve(this.emulator.app.fetch(request));
    try {
      const response = await Promise.race([answer, stalled()]);
      if (response === STALLED) {
        abort.abort();
        await this.clock.sleep(timeoutMs);
        throw new TransportError(`no answer within ${timeoutMs / 1000} s`, { kind: "timeout", mayHaveArrived: true });
      }
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    } catch (error) {
      if (!(error instanceof ConnectionReset)) throw error;
      throw new TransportError("the connection was reset", { kind: "reset", mayHaveArrived: true });
    }
  };
}

const STALLED = Symbol("stalled");

/** A server in this process answers within a few turns of the event loop, or never. */
async function stalled(): Promise<typeof STALLED> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  return STALLED;
}

/** Numbers in [0, 1) that are the same in every run (a 32-bit linear congruential sequence). */
export function sequence(seed = 1): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
