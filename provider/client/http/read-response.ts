import { apiRefusal } from "./api-refusal.js";
import type { Failure } from "./failure.js";
import type { Redact } from "./redact.js";
import type { ResultReader } from "./request.js";
import type { RequestContext } from "./request-context.js";
import { isWebPage, jsonOf } from "./response-body.js";
import { responseDefect } from "./response-defect.js";
import type { TransportResponse } from "./transport.js";

export type Reading<Result> = { value: Result } | Failure;

/** Turns a response into a result or a failure; `now` in milliseconds since 1970. */
export function readResponse<Result>(
  response: TransportResponse,
  context: RequestContext,
  redact: Redact,
  result: ResultReader<Result>,
  now: number,
): Reading<Result> {
  const { status, body } = response;
  if (status === 404 && !context.profile.isOwnError(response))
    return responseDefect("foreign", response, context, redact);
  if (status >= 400) return apiRefusal(response, context, redact, now);
  if (status < 200 || status >= 300) return responseDefect("redirect", response, context, redact);
  // The response to a delete is 204 or 202; its content does not matter if it comes from the API.
  const empty = body.trim() === "";
  if (empty && context.method !== "DELETE") return responseDefect("empty", response, context, redact);
  if (isWebPage(response) && !empty) return responseDefect("html", response, context, redact);
  const json = empty ? null : jsonOf(response);
  if (json === undefined) return responseDefect("truncated", response, context, redact);
  const read = result(json, response.headers);
  if ("defect" in read) return responseDefect("shape", response, context, redact, read.defect);
  return read;
}
