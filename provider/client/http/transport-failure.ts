import { TransportError } from "../errors/transport-error.js";
import type { Failure } from "./failure.js";
import { proxyHint } from "./proxy-hint.js";
import type { Redact } from "./redact.js";
import { withRemark } from "./remark.js";
import type { RequestContext } from "./request-context.js";

/** The failure for a missing response, in words that stand alone. */
export function transportFailure(
  error: TransportError,
  context: RequestContext,
  redact: Redact,
  timeoutMs: number,
): Failure {
  const { kind, mayHaveArrived } = error;
  const code = redact(error.code);
  return {
    failure: kind,
    mayHaveArrived,
    toError(note) {
      const words = redact(error.message);
      const isUnreached = kind === "dns" || kind === "refused" || kind === "timeout";
      const hint = isUnreached ? proxyHint(process.env, process.execArgv) : "";
      const message = `${context.method} ${context.path}: no response${note}, ${withRemark(context.profile, sentence(error, context, words, timeoutMs))}${hint}`;
      return new TransportError(message, { kind, mayHaveArrived, code });
    },
  };
}

/** What is wrong, and what to do next. */
function sentence(
  { kind }: TransportError,
  { host, profile }: RequestContext,
  words: string,
  timeoutMs: number,
): string {
  const { server, timeoutSeconds } = profile.settings;
  switch (kind) {
    case "refused":
      return `${host} does not accept connections (${words}). Check ${server}, and whether the network lets them through.`;
    case "dns":
      return `the name ${host} cannot be resolved (${words}). Check ${server} and this machine's DNS.`;
    case "tls":
      return `the TLS connection to ${host} is not trusted (${words}). If a proxy inspects TLS here, name its CA file in NODE_EXTRA_CA_CERTS.`;
    case "reset":
      return `the connection to ${host} broke off (${words}). Run again; if it persists, look for a proxy or firewall in between.`;
    case "timeout":
      return `${host} took longer than ${Math.round(timeoutMs / 100) / 10} s (${words}). Run again later, or raise ${timeoutSeconds}.`;
    case "other":
      return `the exchange with ${host} failed (${words}). Run again; if it persists, look for a proxy or firewall in between.`;
  }
}
