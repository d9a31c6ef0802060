import type { Scrub } from "./scrub.js";
import type { TransportAnswer } from "./transport.js";

/** The body as JSON; undefined where it is none. */
export function jsonOf({ body }: TransportAnswer): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isWebPage({ headers, body }: TransportAnswer): boolean {
  return /^text\/html\b/i.test(headers["content-type"] ?? "") || /^\s*</.test(body);
}

/** Whether it is the API's own error: labelled as JSON, an object with a string `message`. */
export function isApiError(answer: TransportAnswer): boolean {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(answer.headers["content-type"]?.trim() ?? "")) return false;
  return messageOf(answer) !== undefined;
}

/** The server's own words, fit to show: its `message`, a page's title, or the beginning of whatever it sent. */
export function wordsOf(answer: TransportAnswer, scrub: Scrub): string {
  const message = messageOf(answer);
  if (message !== undefined) return scrub(message);
  if (!isWebPage(answer)) return scrub(answer.body, 100);
  const head = answer.body.slice(0, 20_000);
  const title = /<title[^>]*>([^<]*)/i.exec(head)?.[1]?.trim();
  return scrub(title || head.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " "), 100);
}

function messageOf(answer: TransportAnswer): string | undefined {
  const json = jsonOf(answer);
  if (typeof json !== "object" || json === null || !("message" in json)) return undefined;
  return typeof json.message === "string" ? json.message : undefined;
}
