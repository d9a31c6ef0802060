import type { Redact } from "./redact.js";
import type { TransportResponse } from "./transport.js";

/** The body as JSON; undefined if it is not JSON. */
export function jsonOf({ body }: TransportResponse): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isWebPage({ headers, body }: TransportResponse): boolean {
  return /^text\/html\b/i.test(headers["content-type"] ?? "") || /^\s*</.test(body);
}

/** Whether it is the API's own error: labelled as JSON, an object with a string `message`. */
export function isApiError(response: TransportResponse): boolean {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(response.headers["content-type"]?.trim() ?? "")) return false;
  return messageOf(response) !== undefined;
}

/** The server's own words, safe to show: its `message`, a page's title, or the start of whatever it sent. */
export function wordsOf(response: TransportResponse, redact: Redact): string {
  const message = messageOf(response);
  if (message !== undefined) return redact(message);
  if (!isWebPage(response)) return redact(response.body, 100);
  const head = response.body.slice(0, 20_000);
  const title = /<title[^<>]*>([^<]*)/i.exec(head)?.[1]?.trim();
  return redact(
    title || head.replace(/<(script|style)\b(?:(?!<\1\b)[\s\S])*?<\/\1>/gi, " ").replace(/<[^<>]*>/g, " "),
    100,
  );
}

function messageOf(response: TransportResponse): string | undefined {
  const json = jsonOf(response);
  if (typeof json !== "object" || json === null || !("message" in json)) return undefined;
  return typeof json.message === "string" ? json.message : undefined;
}
