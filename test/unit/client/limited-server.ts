import type { Transport, TransportResponse } from "../../../provider/client/index.js";
import type { FakeClock } from "./fake-clock.js";
import { json, USER } from "./scripted-transport.js";

export interface Limit {
  /** Requests in one window. */
  requests: number;
  windowMs?: number;
  kind: "fixed" | "sliding";
  /** One way, in milliseconds. */
  latencyMs?: () => number;
  /** The form of Retry-After. */
  retryAfter?: "seconds" | "date" | "absent";
  /** The offset of the fixed windows in milliseconds. */
  offsetMs?: number;
}

/** A server that refuses requests beyond a limit with 429 and Retry-After in whole seconds or as a date. Refused requests do not count. */
export function limitedServer(clock: FakeClock, limit: Limit) {
  const taken: number[] = [];
  const log = { taken, refused: 0, paths: [] as string[], limit, inFlight: 0, mostInFlight: 0 };
  const transport: Transport = async ({ url }) => {
    log.inFlight += 1;
    log.mostInFlight = Math.max(log.mostInFlight, log.inFlight);
    await clock.sleep(log.limit.latencyMs?.() ?? 20);
    const response = decide(new URL(url).pathname);
    await clock.sleep(log.limit.latencyMs?.() ?? 20);
    log.inFlight -= 1;
    return response;
  };
  const decide = (path: string): TransportResponse => {
    const { requests, windowMs = 1000, kind, offsetMs = 0 } = log.limit;
    const now = clock.now();
    const windowStart =
      kind === "fixed" ? Math.floor((now - offsetMs) / windowMs) * windowMs + offsetMs : now - windowMs;
    const inside: number[] = [];
    for (let i = taken.length - 1; i >= 0; i -= 1) {
      const at = taken[i] ?? 0;
      if (kind === "fixed" ? at < windowStart : at <= windowStart) break;
      inside.push(at);
    }
    if (inside.length >= requests) {
      log.refused += 1;
      const freeAt =
        kind === "fixed" ? windowStart + windowMs : (inside.at(requests - 1 - inside.length) ?? now) + windowMs;
      const seconds = Math.max(1, Math.ceil((freeAt - now) / 1000));
      return { status: 429, headers: retryAfterHeaders(log.limit.retryAfter ?? "seconds", now, seconds), body: "" };
    }
    taken.push(now);
    log.paths.push(path);
    return json(200, { ...USER, id: path.split("/").at(-1) });
  };
  return { transport, log };
}

function retryAfterHeaders(form: "seconds" | "date" | "absent", now: number, seconds: number): Record<string, string> {
  const httpDate = (ms: number) => new Date(ms).toUTCString();
  if (form === "absent") return {};
  if (form === "seconds") return { "retry-after": String(seconds) };
  return { date: httpDate(now), "retry-after": httpDate(Math.ceil(now / 1000) * 1000 + seconds * 1000) };
}
