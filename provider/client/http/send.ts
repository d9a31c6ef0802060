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
import type { Failure, RequestContext } from "./failure.js";
import { type Reading, readResponse } from "./read-response.js";
import type { Redact } from "./redact.js";
import type { ApiRequest, Send } from "./request.js";
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
export function createSend(session: ClientContext): Send {
  const { cancellation, deadlineMs, clock, rateLimiter, notices, random, readOnly, redact } = session;
  const host = new URL(session.baseUrl).host;

  return async (request) => {
    const { method, queue = currentQueue(), maxReadAgeMs = Number.POSITIVE_INFINITY } = request;
    const path = redact(request.path);
    const scene: RequestContext = { method, path, host, keyId: session.keyId, profile: session.profile };
    if (readOnly && method !== "GET") throw new ReadOnlyError(method, path);
    /** Requests, pauses and waits the server asked for; time in the queue does not count against the operation. */
    let spentMs = 0;
    const pastDeadline = (waitedMs: number, askedMs: number | undefined, failure?: Failure) =>
      new DeadlineError({
        method,
        path,
        deadlineSeconds: deadlineMs / 1000,
        waitedSeconds: waitedMs / 1000,
        askedSeconds: askedMs ? askedMs / 1000 : undefined,
        cause: failure?.toError(""),
      });
    const outdated = (waitedMs: number, failure: Failure | undefined) =>
      new StaleReadError({
        method,
        path,
        waitedSeconds: waitedMs / 1000,
        askedSeconds: failure?.askedMs ? failure.askedMs / 1000 : undefined,
        cause: failure?.toError(""),
      });
    let last: Failure | undefined;
    const since = clock.now();

    const isRead = request.idempotent || method === "GET";
    // What has become of a write in hand is still read.
    const isInHand = isRead && hasWritten();
    const unsent = `${method} ${path} was not sent`;
    const unread = `${method} ${path} was not waited for`;
    const whenCancelled = (act: () => void) => cancellation.whenCancelled(isInHand, act);

    for (let tries = 1; ; tries += 1) {
      if (cancellation.isCancelled && !isInHand) throw new CancelledError(unsent);
      if (tries === 1) tellOfQueue(session, scene);
      const isUrgent = request.maxReadAgeMs !== undefined;
      const patienceMs = deadlineMs;
      const grant = await rateLimiter.acquire({ queue, again: tries > 1, isUrgent, since, patienceMs, whenCancelled });
      if (!grant.go && grant.isCancelled) throw new CancelledError(unsent);
      if (!grant.go) throw pastDeadline(clock.now() - since, grant.pauseMs, last);
      let outcome: Outcome = { lost: true };
      let waitMs = 0;
      try {
        const startedAt = clock.now();
        if (startedAt - since > maxReadAgeMs) throw outdated(startedAt - since, last);
        const timeoutMs = Math.max(SHORTEST_TIMEOUT_MS, Math.min(session.timeoutMs, deadlineMs - spentMs));
        if (!isRead) noteWrite();
        const exchanged = exchange(session, request, scene, timeoutMs);
        // A write that was sent is read to its end.
        const reading = await (isRead ? cancellation.unlessCancelled(unread, isInHand, exchanged) : exchanged);
        spentMs += clock.now() - startedAt;
        if ("value" in reading) {
          outcome = { taken: true };
          return reading.value;
        }
        last = reading;
        waitMs = last.askedMs || unaskedMs(last, backOffMs(tries, random));
        outcome = outcomeOf(last, waitMs);
      } finally {
        grant.done(outcome);
      }

      const { failure, mayHaveArrived, askedMs } = last;
      const step = stepAfter({ method: request.idempotent ? "GET" : method, failure, mayHaveArrived });
      const note = tries === 1 ? "" : ` after ${tries} tries in ${Math.round(spentMs / 1000)} s`;
      if (step === "readBack") throw new UnknownOutcomeError(method, path, last.toError(note));
      if (step === "fail" || tries >= step.retry) throw last.toError(note);
      if (spentMs + waitMs > deadlineMs) throw pastDeadline(spentMs, askedMs, last);
      spentMs += waitMs;
      const shared = "refusedForMs" in outcome || "pauseForMs" in outcome;
      const reason = askedMs ? `the server asked to wait (${failure})` : `another try after ${failure}`;
      notices[shared ? "shared" : "own"](waitMs, { reason, method, path });
      // What the server asked for, the rate limiter imposes on all requests, this one included.
      if (!shared) await cancellation.unlessCancelled(unsent, isInHand, clock.sleep(waitMs));
    }
  };
}

async function exchange<Result>(
  session: ClientContext,
  request: ApiRequest<Result>,
  scene: RequestContext,
  timeoutMs: number,
): Promise<Reading<Result>> {
  const { clock, notices, redact, transport } = session;
  const { method, path } = scene;
  const headers = { ...(await session.headers()) };
  const body = bodyOf(request);
  const reason = `none has come for ${SLOW_MS / 1000} s`;
  const slow = clock.after?.(SLOW_MS, () => notices.slow(timeoutMs - SLOW_MS, { reason, method, path, isSent: true }));
  try {
    const answer = await transport({
      method: request.method,
      url: urlOf(session.baseUrl, request),
      headers: { ...headers, ...(body && { "content-type": body.type }) },
      ...(body && { body: body.text }),
      timeoutMs,
    });
    const reading = readResponse(answer, scene, redact, request.result, clock.now());
    if (isApisOwn(reading, answer, session.profile)) session.serverClock?.heard(answer, clock.now());
    return reading;
  } catch (error) {
    if (error instanceof TransportError) return transportFailure(error, scene, redact, timeoutMs);
    throw error;
  } finally {
    slow?.callOff();
  }
}

/** Whether the API itself has responded: in its shape, or with its own words to a request that it refuses. */
function isApisOwn(reading: Reading<unknown>, answer: TransportResponse, profile: ApiProfile): boolean {
  if ("value" in reading) return answer.body.trim() !== "";
  return answer.status >= 400 && answer.status < 500 && profile.isOwnError(answer);
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

function tellOfQueue({ rateLimiter, notices }: ClientContext, { method, path }: RequestContext): void {
  const { pauseMs, perSecond, waiting } = rateLimiter;
  if (pauseMs > 0) notices.shared(pauseMs, { reason: "the server asked to wait", method, path });
  else
    notices.shared((waiting / perSecond) * 1000, { reason: "requests before it, at the pace allowed", method, path });
}
