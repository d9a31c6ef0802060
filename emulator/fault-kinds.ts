import type { Clock } from "./clock.js";
import { ConnectionReset } from "./connection-reset.js";
import type { FaultKind } from "./fault-kind.js";

/** What a fault can use to build its response. */
interface FaultContext {
  /** What the server would have responded, if the effect happens. */
  response: Response;
  /** Contains the key. */
  request: Request;
  signal: AbortSignal;
  clock: Clock;
  /** How long Retry-After asks the client to wait. */
  retryAfterSeconds: number;
  /** How long a slow body takes. */
  delayMs: number;
}

interface FaultKindEntry {
  /** Whether the request is carried out before the response is replaced. */
  effect: boolean;
  about: string;
  respond(scene: FaultContext): Response | Promise<Response>;
}

const outage = { message: "Something went wrong." };
const unavailable = { message: "The service is temporarily unavailable." };

/** Everything that can go wrong between client and server, by name. */
export const faultKinds: Record<FaultKind, FaultKindEntry> = {
  "reset-before": {
    effect: false,
    about: "Nothing happened, and the connection dies.",
    respond: () => reset("reset-before"),
  },
  "reset-after": { effect: true, about: "It happened, then the connection dies.", respond: () => reset("reset-after") },
  timeout: { effect: false, about: "Nothing happened, and no response ever comes.", respond: hang },
  "timeout-after": { effect: true, about: "It happened, but no response ever comes.", respond: hang },
  "slow-body": {
    effect: true,
    about: "The headers come immediately, the second half of the body after delayMs.",
    respond: dribble,
  },
  "429-seconds": {
    effect: false,
    about: "Too many requests; Retry-After in seconds.",
    respond: ({ retryAfterSeconds }) => bare(429, { "Retry-After": String(retryAfterSeconds) }),
  },
  "429-date": {
    effect: false,
    about: "Too many requests; Retry-After as a date.",
    respond: ({ clock, retryAfterSeconds }) =>
      bare(429, { "Retry-After": new Date(clock.now() + retryAfterSeconds * 1000).toUTCString() }),
  },
  "429-bare": { effect: false, about: "Too many requests; no Retry-After.", respond: () => bare(429) },
  "500": {
    effect: false,
    about: "A server error; nothing happened.",
    respond: () => Response.json(outage, { status: 500 }),
  },
  "500-after": {
    effect: true,
    about: "A server error, but it happened.",
    respond: () => Response.json(outage, { status: 500 }),
  },
  "502-html": { effect: false, about: "A proxy's page; nothing happened.", respond: () => page(502, "Bad Gateway") },
  "502-html-after": {
    effect: true,
    about: "A proxy's page, but it happened.",
    respond: () => page(502, "Bad Gateway"),
  },
  "503": {
    effect: false,
    about: "Maintenance; no Retry-After.",
    respond: () => Response.json(unavailable, { status: 503 }),
  },
  "503-retry-after": {
    effect: false,
    about: "Maintenance; Retry-After in seconds.",
    respond: ({ retryAfterSeconds }) =>
      Response.json(unavailable, { status: 503, headers: { "Retry-After": String(retryAfterSeconds) } }),
  },
  "401": {
    effect: false,
    about: "The key is refused.",
    respond: () => Response.json({ message: "Unauthorized" }, { status: 401 }),
  },
  "403-echo": {
    effect: false,
    about: "A gateway's page that repeats the request's headers, including the key.",
    respond: ({ request }) => echo(403, "Forbidden", request),
  },
  "403-empty": { effect: false, about: "Forbidden, without a body.", respond: () => bare(403) },
  "404-html": {
    effect: false,
    about: "A proxy's page, which proves nothing.",
    respond: () => page(404, "Not Found"),
  },
  "truncated-json": { effect: true, about: "It happened; the JSON breaks off halfway.", respond: truncate },
  "wrong-content-type": {
    effect: true,
    about: "It happened; the JSON has the content type text/html.",
    respond: ({ response }) =>
      new Response(response.body, { status: response.status, headers: { "Content-Type": "text/html" } }),
  },
  "wrong-shape": {
    effect: true,
    about: "It happened; the response is JSON of another shape.",
    respond: ({ response }) =>
      Response.json({ unexpected: [] }, { status: response.status === 204 ? 200 : response.status }),
  },
  "200-message": {
    effect: false,
    about: "Something other than the API returns 200 and a message; nothing happened.",
    respond: () => Response.json({ message: "Maintenance" }),
  },
  "200-null": {
    effect: false,
    about: "Something other than the API returns 200 and null; nothing happened.",
    respond: () => Response.json(null),
  },
  redirect: {
    effect: false,
    about: "A redirect to another host, which must not receive the key.",
    respond: () => bare(302, { Location: "https://elsewhere.example/api" }),
  },
};

function reset(kind: string): never {
  throw new ConnectionReset(kind);
}

/** Requests that wait for their caller to give up. An unreferenced one would be garbage-collected, and its signal never fire. */
const waiting = new Set<Request>();

async function hang({ request, signal }: FaultContext): Promise<Response> {
  if (!signal.aborted) {
    waiting.add(request);
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    waiting.delete(request);
  }
  return new Response(null, { status: 499 });
}

async function dribble({ response, clock, delayMs }: FaultContext): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return response;
  const half = Math.ceil(bytes.length / 2);
  const slow = new ReadableStream<Uint8Array>({
    async start(stream) {
      stream.enqueue(bytes.subarray(0, half));
      await clock.sleep(delayMs);
      stream.enqueue(bytes.subarray(half));
      stream.close();
    },
  });
  return new Response(slow, { status: response.status, headers: response.headers });
}

async function truncate({ response }: FaultContext): Promise<Response> {
  const text = (await response.text()) || JSON.stringify({ message: "Deleted" });
  const status = response.status === 204 ? 200 : response.status;
  return new Response(text.slice(0, text.length / 2), { status, headers: { "Content-Type": "application/json" } });
}

function bare(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

function echo(status: number, title: string, { headers }: Request): Response {
  return page(status, title, `<pre>${[...headers].map(([name, value]) => `${name}: ${value}`).join("\n")}</pre>`);
}

function page(status: number, title: string, more = ""): Response {
  const html = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1>${more}</body></html>`;
  return new Response(html, { status, headers: { "Content-Type": "text/html" } });
}
