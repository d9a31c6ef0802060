import { ApiError, NotFoundError } from "../errors/api-error.js";
import type { Failure } from "./failure.js";
import type { Redact } from "./redact.js";
import { withRemark } from "./remark.js";
import type { RequestContext } from "./request-context.js";
import { retryAfterMs } from "./retry-after.js";
import type { TransportResponse } from "./transport.js";

/** The failure for a 4xx or 5xx response; a 404 must be known to be the API's own. */
export function apiRefusal(response: TransportResponse, context: RequestContext, redact: Redact, now: number): Failure {
  const { profile, method, path } = context;
  const { status } = response;
  const serverMessage = profile.wordsOf(response, redact);
  const fields = profile.fieldsOf(response, redact);
  const askedMs = status === 429 || status === 503 ? retryAfterMs(response.headers, now) : undefined;
  const isMentioned = (words: string) => serverMessage.includes(words);
  const unmentioned = Object.entries(fields ?? {}).filter(
    ([name, reason]) => !isMentioned(name) || !isMentioned(reason),
  );
  const detail = [
    serverMessage === "" ? "" : `: "${serverMessage}"`,
    unmentioned.length === 0 ? "" : ` (${unmentioned.map(([name, reason]) => `${name}: ${reason}`).join("; ")})`,
    askedMs === undefined ? "" : `, asking to wait ${Math.ceil(askedMs / 1000)} s`,
  ].join("");
  return {
    failure: status,
    mayHaveArrived: true,
    askedMs,
    toError(note) {
      const message =
        `${method} ${path}: ${status} ${nameOf(status)}`.trimEnd() +
        `${note}${detail}. ${withRemark(profile, profile.advice(response, context))}`;
      const retryAfterSeconds = askedMs === undefined ? undefined : askedMs / 1000;
      const refusal = { status, method, path, serverMessage, fields, retryAfterSeconds };
      return status === 404 ? new NotFoundError(message, refusal) : new ApiError(message, refusal);
    },
  };
}

/** "Not Found" for 404. An import of node:http would load Node's other HTTP client too, which takes 25 ms. */
function nameOf(status: number): string {
  return process.getBuiltinModule("node:http").STATUS_CODES[status] ?? "";
}
