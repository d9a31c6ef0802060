import type { Switches } from "../switch-positions.js";

const TITLES: Record<number, string> = {
  400: "400.1 Bad Request Content",
  403: "403 Forbidden",
  404: "404 Not found",
  500: "500.0 Internal Fault",
};

/**
 * SailPoint's error response: `{error}` for 401, `{message}` for 429, otherwise `{detailCode, trackingId, messages, causes}`.
 * https://developer.sailpoint.com/docs/api/v3/get-account
 */
export function sailPointError(
  status: number,
  text: string,
  trackingId: string,
  switches: Switches,
  headers: Record<string, string> = {},
): Response {
  const encoding = switches.sailPointBogusEncoding ? { "Content-Encoding": "UTF-8" } : {};
  return Response.json(bodyOf(status, text, trackingId), { status, headers: { ...encoding, ...headers } });
}

function bodyOf(status: number, text: string, trackingId: string): object {
  if (status === 401) return { error: text };
  if (status === 429) return { message: " Rate Limit Exceeded " };
  const words = [{ locale: "en-US", localeOrigin: "DEFAULT", text }];
  return {
    detailCode: TITLES[status] ?? String(status),
    trackingId,
    messages: words,
    ...(status === 400 && { causes: words }),
  };
}
