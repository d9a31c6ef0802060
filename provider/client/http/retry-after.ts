import type { TransportResponse } from "./transport.js";

/**
 * How long a server asks to wait, in milliseconds, from seconds or an HTTP date; undefined if it asks for nothing readable.
 * A date counts from the server's own `Date`, so that a wrong clock here does not cut the wait short.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(headers: TransportResponse["headers"], now: number): number | undefined {
  const value = headers["retry-after"]?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // Date.parse accepts much that is not an HTTP date, such as "-5".
  if (!/^[A-Z][a-z]+,? /.test(value)) return undefined;
  // The oldest form of an HTTP date names no zone, and means GMT like the others.
  const until = Date.parse(/ GMT$/.test(value) ? value : `${value} GMT`);
  if (Number.isNaN(until)) return undefined;
  const served = Date.parse(headers.date ?? "");
  return Math.max(0, until - (Number.isNaN(served) ? now : served));
}
