import { createEmulator, demoApiKeyId, demoApiKeySecret, type EmulatorOptions } from "../../../emulator/index.js";

/** The server's response. */
interface CallResponse {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into responses of every shape
  body: any;
}

/** How a test calls the server: by default with the demo key and the API version. */
interface Call {
  key?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** 2026-01-02T03:04:05Z, when the tests begin. */
export const start = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A clock that moves only when a test advances it or something sleeps. */
export function fakeClock() {
  let time = start;
  return {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
    advance: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

/** A source of the same random numbers in each run (mulberry32). */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** An emulator without a socket, and a way to call it. */
export function scene(options: EmulatorOptions = {}) {
  const clock = fakeClock();
  const emulator = createEmulator({ clock, random: seededRandom(), ...options });
  const call = async (line: string, body?: unknown, { key, headers, signal }: Call = {}): Promise<CallResponse> => {
    const [method = "GET", path = ""] = line.split(" ");
    const request = new Request(`http://localhost${path.startsWith("/_emulator") ? "" : "/api"}${path}`, {
      method,
      headers: {
        Authorization: `ApiKey ${key ?? `${demoApiKeyId}:${demoApiKeySecret}`}`,
        "Api-Version": "v1",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const response = await emulator.app.fetch(request);
    const text = await response.text();
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
    return { status: response.status, headers: response.headers, text, body: isJson ? parse(text) : undefined };
  };
  return { emulator, clock, call };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
