import { type RequestError, TimeoutError } from "got";
import { TransportError, type TransportFailure } from "../errors/transport-error.js";

/** The system's and got's codes, by what they mean. */
const CODES: Record<string, TransportFailure> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  ENETDOWN: "refused",
  ENOTFOUND: "dns",
  EPROTO: "tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  HOSTNAME_MISMATCH: "tls",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  ERR_STREAM_PREMATURE_CLOSE: "reset",
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: "reset",
  ETIMEDOUT: "timeout",
};
const PREFIXES: readonly [RegExp, TransportFailure][] = [
  [/^EAI_/, "dns"],
  [/^(CERT_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|INVALID_CA|CRL_)/, "tls"],
];
/** A certificate is checked before the request is written; other TLS failures can come later. */
const AT_HANDSHAKE = /^(CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_|INVALID_CA|SELF_SIGNED_|UNABLE_TO_)/;

/** The phases of got's timeouts before anything is written. */
const BEFORE_SENDING = new Set(["lookup", "connect", "secureConnect"]);

/** A clean error in place of got's, which contains the request and with it the Authorization header. */
export function transportErrorOf(error: RequestError): TransportError {
  const { code } = error;
  const kind = error instanceof TimeoutError ? "timeout" : kindOf(code);
  // A system call's own words contain at most the address; got's and the parser's could quote what was received.
  const words = kind === "other" ? `${code}: ${error.message}` : code;
  return new TransportError(words, { kind, code, mayHaveArrived: !neverArrived(error, kind) });
}

function kindOf(code: string): TransportFailure {
  return CODES[code] ?? PREFIXES.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
}

/** True only if certain: a write must not be sent twice unless it is proven unsent. */
function neverArrived(error: RequestError, kind: TransportFailure): boolean {
  if (kind === "dns" || error.code === "ECONNREFUSED") return true;
  if (kind === "tls" && AT_HANDSHAKE.test(error.code)) return true;
  if (error instanceof TimeoutError) return BEFORE_SENDING.has(error.event);
  const { cause } = error;
  return typeof cause === "object" && cause !== null && "syscall" in cause && cause.syscall === "connect";
}
