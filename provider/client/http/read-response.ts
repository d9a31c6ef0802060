import { apiRefusal } from "./api-refusal.js";
import type { Failure, RequestContext } from "./failure.js";
import type { Redact } from "./redact.js";
import type { ResultReader } from "./request.js";
import { isWebPage, jsonOf } from "./response-body.js";
import { responseDefect } from "./response-defect.js";
import type { TransportResponse } from "./transport.js";

export type Reading<Result> = { value: Result } | Failure;

/** Makes a result or a failure of an answer; `now` in milliseconds since 1970. */
export function readResponse<Result>(
  answer: TransportResponse,
  scene: RequestContext,
  redact: Redact,
  result: ResultReader<Result>,
  now: number,
): Reading<Result> {
  const { status, body } = answer;
  if (status === 404 && !scene.profile.isOwnError(answer)) return responseDefect("foreign", answer, scene, redact);
  if (status >= 400) return apiRefusal(answer, scene, redact, now);
  if (status < 200 || status >= 300) return responseDefect("redirect", answer, scene, redact);
  // A delete is answered 204 or 202; what it says does not matter, as long as it is the API that says it.
  const empty = body.trim() === "";
  if (empty && scene.method !== "DELETE") return responseDefect("empty", answer, scene, redact);
  if (isWebPage(answer) && !empty) return responseDefect("html", answer, scene, redact);
  const json = empty ? null : jsonOf(answer);
  if (json === undefined) return responseDefect("truncated", answer, scene, redact);
  const read = result(json, answer.headers);
  if ("defect" in read) return responseDefect("shape", answer, scene, redact, read.defect);
  return read;
}
