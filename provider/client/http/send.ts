import type { Cancellation } from "../cancellation.js";
import type { Clock } from "../clock.js";
import { CancelledError } from "../errors/cancelled-error.js";
import { DeadlineError } from "../errors/deadline-error.js";
import { ReadOnlyError } from "../errors/read-only-error.js";
import { StaleReadError } from "../errors/stale-read-error.js";
import { TransportError } from "../errors/transport-error.js";
import { UnknownOutcomeError } from "../errors/unknown-outcome-error.js";
import { hasWritten, noteWrite } from "../pacing/operation-context.js";
import { currentQueue } from "../pacing/queue-context.js";
import type { Outcome, RateLimiter } from "../pacing/rate-limiter.js";
import type { WaitNotices } from "../pacing/wait-notice.js";
import type { ApiProfile } from "./api-profile.js";
import { backOffMs } from "./back-off.js";
import type { Failure } from "./failure.js";
import { type Reading, readResponse } from "./read-response.js";
import type { Redact } from "./redact.js";
import type { ApiRequest, Send } from "./request.js";
import type { RequestContext } from "./request-context.js";
import { stepAfter } from "./retry-policy.js";
import type { ServerClock } from "./server-clock.js";
import type { Transport, TransportResponse } from "./transport.js";
import { transportFailure } from "./transport-failure.js";

/** What all requests of one client share. */
export interface ClientContext {
  baseUrl: string;
  /** Includes the key; called for each request. */
  headers(): Promise<Readonly<Record<string, string>>>;
  profile: ApiProfile;
  keyId: string;
  redact: Redact;
  readOnly: boolean;
  timeoutMs: number;
  deadlineMs: number;
  transport: Transport;
  clock: Clock;
  serverClock?: ServerClock;
  random: () => number;
  rateLimiter: RateLimiter;
  notices: WaitNotices;
  cancellation: Cancellation;
}

/** A request that starts just before the deadline still gets this long. */
const SHORTEST_TIMEOUT_MS = 1000;

/** Report a response slower than this. */
const SLOW_MS = 5000;

/** Sends requests of one client, each until it succeeds, runs out of retries, or reaches its deadline. */
export function createSend(client: ClientContext): Send {
  const { readOnly, redact, profile, keyId } = client;
  const host = new URL(client.baseUrl).host;
  return (request) => {
    const path = redact(request.path);
    const { method } = request;
    if (readOnly && method !== "GET") return Promise.reject(new ReadOnlyError(method, path));
    return new Sending(client, request, { method, path, host, keyId, profile }).result();
  };
}

/** One request with all its tries. */
class Sending<Result> {
  readonly #client: ClientContext;
  readonly #request: ApiRequest<Result>;
  readonly #context: RequestContext;
  readonly #since: number;
  readonly #isRead: boolean;
  /** Whether it finds out what became of a write in progress: then a cancelled run still sends it. */
  readonly #isInHand: boolean;
  readonly #unsent: string;
  /** Requests, pauses and waits the server asked for; time in the queue does not count against the operation. */
  #spentMs = 0;
  #tries = 0;
  #last: Failure | undefined;

  constructor(client: ClientContext, request: ApiRequest<Result>, context: RequestContext) {
    this.#client = client;
    this.#request = request;
    this.#context = context;
    this.#since = client.clock.now();
    this.#isRead = request.idempotent === true || request.method === "GET";
    this.#isInHand = this.#isRead && hasWritten();
    this.#unsent = `${context.method} ${context.path} was not sent`;
  }

  async result(): Promise<Result> {
    for (;;) {
      this.#tries += 1;
      const reading = await this.#try();
      if ("value" in reading) return reading.value;
      await this.#pause(reading.failure, reading.waitMs, reading.outcome);
    }
  }

  async #try(): Promise<{ value: Result } | { failure: Failure; waitMs: number; outcome: Outcome }> {
    const { cancellation, deadlineMs, clock, random } = this.#client;
    const grant = await this.#acquire();
    let outcome: Outcome = { lost: true };
    try {
      const startedAt = clock.now();
      const { maxReadAgeMs = Number.POSITIVE_INFINITY } = this.#request;
      if (startedAt - this.#since > maxReadAgeMs) throw this.#outdated(startedAt - this.#since);
      const timeoutMs = Math.max(SHORTEST_TIMEOUT_MS, Math.min(this.#client.timeoutMs, deadlineMs - this.#spentMs));
      if (!this.#isRead) noteWrite();
      const exchanged = exchange(this.#client, this.#request, this.#context, timeoutMs);
      const unread = `stopped waiting for ${this.#context.method} ${this.#context.path}`;
      // A write that was sent is read to its end.
      const reading = await (this.#isRead
        ? cancellation.unlessCancelled(unread, this.#isInHand, exchanged)
        : exchanged);
      this.#spentMs += clock.now() - startedAt;
      if ("value" in reading) {
        outcome = { taken: true };
        return reading;
      }
      this.#last = reading;
      const waitMs = reading.askedMs || unaskedMs(reading, backOffMs(this.#tries, random));
      outcome = outcomeOf(reading, waitMs);
      return { failure: reading, waitMs, outcome };
    } finally {
      grant.done(outcome);
    }
  }

  /** Waits for the turn of this try. */
  async #acquire() {
    const { cancellation, deadlineMs, clock, rateLimiter } = this.#client;
    const { queue = currentQueue(), maxReadAgeMs } = this.#request;
    if (cancellation.isCancelled && !this.#isInHand) throw new CancelledError(this.#unsent);
    if (this.#tries === 1) reportQueue(this.#client, this.#context);
    const grant = await rateLimiter.acquire({
      queue,
      again: this.#tries > 1,
      isUrgent: maxReadAgeMs !== undefined,
      since: this.#since,
      patienceMs: deadlineMs,
      whenCancelled: (act) => cancellation.whenCancelled(this.#isInHand, act),
    });
    if (grant.go) return grant;
    if (grant.isCancelled) throw new CancelledError(this.#unsent);
    throw this.#pastDeadline(clock.now() - this.#since, grant.pauseMs);
  }

  /** Waits for the next try; throws if there is none. */
  async #pause(last: Failure, waitMs: number, outcome: Outcome): Promise<void> {
    const { cancellation, deadlineMs, clock, notices } = this.#client;
    const { method, path } = this.#context;
    const { failure, mayHaveArrived, askedMs } = last;
    const step = stepAfter({ method: this.#request.idempotent ? "GET" : method, failure, mayHaveArrived });
    const note = this.#tries === 1 ? "" : ` after ${this.#tries} tries in ${Math.round(this.#spentMs / 1000)} s`;
    if (step === "readBack") throw new UnknownOutcomeError(method, path, last.toError(note));
    if (step === "fail" || this.#tries >= step.retry) throw last.toError(note);
    if (this.#spentMs + waitMs > deadlineMs) throw this.#pastDeadline(this.#spentMs, askedMs);
    this.#spentMs += waitMs;
    const shared = "refusedForMs" in outcome || "pauseForMs" in outcome;
    const reason = askedMs ? `the server asked to wait (${failure})` : `another try after ${failure}`;
    notices[shared ? "shared" : "own"](waitMs, { reason, method, path });
    // What the server asked for, the rate limiter imposes on all requests, this one included.
    if (!shared) await cancellation.unlessCancelled(this.#unsent, this.#isInHand, clock.sleep(waitMs));
  }

  #pastDeadline(waitedMs: number, askedMs: number | undefined): DeadlineError {
    return new DeadlineError({ deadlineSeconds: this.#client.deadlineMs / 1000, ...this.#waited(waitedMs, askedMs) });
  }

  #outdated(waitedMs: number): StaleReadError {
    return new StaleReadError(this.#waited(waitedMs, this.#last?.askedMs));
  }

  #waited(waitedMs: number, askedMs: number | undefined) {
    const { method, path } = this.#context;
    return {
      method,
      path,
      waitedSeconds: waitedMs / 1000,
      askedSeconds: askedMs ? askedMs / 1000 : undefined,
      cause: this.#last?.toError(""),
    };
  }
}

async function exchange<Result>(
  client: ClientContext,
  request: ApiRequest<Result>,
  context: RequestContext,
  timeoutMs: number,
): Promise<Reading<Result>> {
  const { clock, notices, redact, transport } = client;
  const { method, path } = context;
  const headers = { ...(await client.headers()) };
  const body = bodyOf(request);
  const reason = `none has come for ${SLOW_MS / 1000} s`;
  const slow = clock.after?.(SLOW_MS, () => notices.slow(timeoutMs - SLOW_MS, { reason, method, path, isSent: true }));
  try {
    const response = await transport({
      method: request.method,
      url: urlOf(client.baseUrl, request),
      headers: { ...headers, ...(body && { "content-type": body.type }) },
      ...(body && { body: body.text }),
      timeoutMs,
    });
    const reading = readResponse(response, context, redact, request.result, clock.now());
    if (isApisOwn(reading, response, client.profile)) client.serverClock?.heard(response, clock.now());
    return reading;
  } catch (error) {
    if (error instanceof TransportError) return transportFailure(error, context, redact, timeoutMs);
    throw error;
  } finally {
    slow?.cancel();
  }
}

/** Whether the API itself has responded: in its shape, or with its own words to a request that it refuses. */
function isApisOwn(reading: Reading<unknown>, response: TransportResponse, profile: ApiProfile): boolean {
  if ("value" in reading) return response.body.trim() !== "";
  return response.status >= 400 && response.status < 500 && profile.isOwnError(response);
}

function urlOf(baseUrl: string, { path, query = {} }: Pick<ApiRequest<unknown>, "path" | "query">): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  // Not every server decodes a plus sign as a space.
  return parameters.size === 0 ? `${baseUrl}${path}` : `${baseUrl}${path}?${`${parameters}`.replaceAll("+", "%20")}`;
}

function bodyOf({
  body,
  form,
}: Pick<ApiRequest<unknown>, "body" | "form">): { type: string; text: string } | undefined {
  if (form !== undefined) {
    return { type: "application/x-www-form-urlencoded", text: new URLSearchParams(form).toString() };
  }
  return body === undefined ? undefined : { type: "application/json", text: JSON.stringify(body) };
}

/** Servers count requests in seconds, so a shorter pause after a 429 would teach nothing. */
function unaskedMs({ failure }: Failure, backOff: number): number {
  return failure === 429 ? Math.max(1000, backOff) : backOff;
}

function outcomeOf({ failure, askedMs }: Failure, waitMs: number): Outcome {
  if (failure === 429) return { refusedForMs: waitMs };
  if (failure === 503 && askedMs) return { pauseForMs: askedMs };
  return typeof failure === "number" ? { taken: true } : { lost: true };
}

function reportQueue({ rateLimiter, notices }: ClientContext, { method, path }: RequestContext): void {
  const { pauseMs, perSecond, waiting } = rateLimiter;
  if (pauseMs > 0) notices.shared(pauseMs, { reason: "the server asked to wait", method, path });
  else
    notices.shared((waiting / perSecond) * 1000, { reason: "requests before it, at the pace allowed", method, path });
}
