import { isWebPage } from "./answer-body.js";
import { type AnswerDefect, AnswerError } from "./answer-error.js";
import type { Failure, Scene } from "./failure.js";
import type { Scrub } from "./scrub.js";
import type { TransportAnswer } from "./transport.js";

/** A walk judges by itself whether its pages end. */
type OneAnswersDefect = Exclude<AnswerDefect, "paging">;

/** The failure that an answer is which the API does not give. */
export function answerDefect(
  defect: OneAnswersDefect,
  answer: TransportAnswer,
  scene: Scene,
  scrub: Scrub,
  detail = "",
): Failure {
  const { method, path } = scene;
  const { status } = answer;
  return {
    failure: defect,
    mayHaveArrived: true,
    toError(note) {
      const message = `${method} ${path}: ${status}${note}, ${sentence(defect, answer, scene, scrub, scrub(detail))}`;
      return new AnswerError(message, { defect, status, method, path });
    },
  };
}

/** What is wrong, and what to do next. */
function sentence(
  defect: OneAnswersDefect,
  answer: TransportAnswer,
  { host, dialect }: Scene,
  scrub: Scrub,
  detail: string,
) {
  const words = dialect.wordsOf(answer, scrub);
  const between = `Look for a proxy, firewall or login page between this machine and ${host}.`;
  switch (defect) {
    case "html":
      return `but with a web page ("${words}") in place of the API's JSON. ${between}`;
    case "truncated":
      return `but the JSON cannot be read: it is cut off or damaged after ${answer.body.length} characters. Run again; if it lasts: ${between}`;
    case "empty":
      return `but without the JSON that belongs to it. Run again; if it lasts: ${between}`;
    case "shape":
      return `but not in the shape that the API documents (${detail}). Nothing was guessed; report it as a defect of pulumi-cloudone.`;
    case "redirect":
      return `a redirect to ${redirectTarget(answer, scrub)}, was not followed, since it could carry the key to another host. Check ${dialect.settings.server}.`;
    case "foreign": {
      const what = isWebPage(answer) ? `a web page ("${words}")` : words === "" ? "without a word" : `"${words}"`;
      return `${what}: not the API's own error, so it does not prove that the object is gone. Check ${dialect.settings.server}. ${between}`;
    }
  }
}

/** Without the query, which may hold anything. */
function redirectTarget({ headers }: TransportAnswer, scrub: Scrub): string {
  const location = headers.location;
  if (location === undefined) return "nowhere";
  return scrub(location.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//"), 200);
}
