import { InvalidResponseError, type ResponseDefect } from "../errors/invalid-response-error.js";
import type { Failure } from "./failure.js";
import type { Redact } from "./redact.js";
import { withRemark } from "./remark.js";
import type { RequestContext } from "./request-context.js";
import { isWebPage } from "./response-body.js";
import type { TransportResponse } from "./transport.js";

/** The list itself judges whether its pages end. */
type OneResponsesDefect = Exclude<ResponseDefect, "paging">;

/** The failure for a response that cannot come from the API. */
export function responseDefect(
  defect: OneResponsesDefect,
  response: TransportResponse,
  context: RequestContext,
  redact: Redact,
  detail = "",
): Failure {
  const { method, path } = context;
  const { status } = response;
  return {
    failure: defect,
    mayHaveArrived: true,
    toError(note) {
      const words = sentence(defect, response, context, redact, redact(detail));
      const message = `${method} ${path}: ${status}${note}, ${withRemark(context.profile, words)}`;
      return new InvalidResponseError(message, { defect, status, method, path });
    },
  };
}

/** What is wrong, and what to do next. */
function sentence(
  defect: OneResponsesDefect,
  response: TransportResponse,
  { host, profile }: RequestContext,
  redact: Redact,
  detail: string,
) {
  const words = profile.wordsOf(response, redact);
  const between = `Look for a proxy, firewall or login page between this machine and ${host}.`;
  switch (defect) {
    case "html":
      return `but with a web page ("${words}") instead of the API's JSON. ${between}`;
    case "truncated":
      return `but the JSON cannot be read: it is truncated or damaged after ${response.body.length} characters. Run again; if it persists: ${between}`;
    case "empty":
      return `but without the expected JSON. Run again; if it persists: ${between}`;
    case "shape":
      return `but not in the shape that the API documents (${detail}). Nothing was guessed; report it as a defect of pulumi-cloudone.`;
    case "redirect":
      return `a redirect to ${redirectTarget(response, redact)}, was not followed, since it could carry the key to another host. Check ${profile.settings.server}.`;
    case "foreign": {
      const what = isWebPage(response) ? `a web page ("${words}")` : words === "" ? "without a message" : `"${words}"`;
      return `${what}: not the API's own error, so it does not prove that the object is gone. Check ${profile.settings.server}. ${between}`;
    }
  }
}

/** Without the query, which may contain anything. */
function redirectTarget({ headers }: TransportResponse, redact: Redact): string {
  const location = headers.location;
  if (location === undefined) return "nowhere";
  return redact(location.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//"), 200);
}
