import { isWebPage, jsonOf } from "./answer-body.js";
import { answerDefect } from "./answer-defect.js";
import { apiRefusal } from "./api-refusal.js";
import type { Failure, Scene } from "./failure.js";
import type { ResultReader } from "./request.js";
import type { Scrub } from "./scrub.js";
import type { TransportAnswer } from "./transport.js";

export type Reading<Result> = { value: Result } | Failure;

/** Makes a result or a failure of an answer; `now` in milliseconds since 1970. */
export function readAnswer<Result>(
  answer: TransportAnswer,
  scene: Scene,
  scrub: Scrub,
  result: ResultReader<Result>,
  now: number,
): Reading<Result> {
  const { status, body } = answer;
  if (status === 404 && !scene.dialect.isOwnError(answer)) return answerDefect("foreign", answer, scene, scrub);
  if (status >= 400) return apiRefusal(answer, scene, scrub, now);
  if (status < 200 || status >= 300) return answerDefect("redirect", answer, scene, scrub);
  // A delete is answered 204 or 202; what it says does not matter, as long as it is the API that says it.
  const empty = body.trim() === "";
  if (empty && scene.method !== "DELETE") return answerDefect("empty", answer, scene, scrub);
  if (isWebPage(answer) && !empty) return answerDefect("html", answer, scene, scrub);
  const json = empty ? null : jsonOf(answer);
  if (json === undefined) return answerDefect("truncated", answer, scene, scrub);
  const read = result(json, answer.headers);
  if ("defect" in read) return answerDefect("shape", answer, scene, scrub, read.defect);
  return read;
}
