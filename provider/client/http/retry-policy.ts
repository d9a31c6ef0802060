import type { ResponseDefect } from "../errors/invalid-response-error.js";
import type { TransportFailure } from "../errors/transport-error.js";

/**
 * What follows a failure: try again (until the operation's deadline, or this many times in all),
 * let the caller read back what became of a write, or fail.
 */
type Step = { retry: number } | "readBack" | "fail";

const UNTIL_DEADLINE: Step = { retry: Number.POSITIVE_INFINITY };

interface Row {
  failures: readonly (number | TransportFailure | ResponseDefect | "other5xx")[];
  /** Whether bytes of the request may have reached the server; "either" if it makes no difference. */
  arrived: "yes" | "no" | "either";
  read: Step;
  write: Step;
}

/** The first matching row decides; without one the request fails. */
export const RETRY_POLICY: readonly Row[] = [
  { failures: [429], arrived: "either", read: UNTIL_DEADLINE, write: UNTIL_DEADLINE },
  { failures: [408, 500, 502, 503, 504], arrived: "either", read: UNTIL_DEADLINE, write: "readBack" },
  { failures: ["other5xx"], arrived: "either", read: "fail", write: "readBack" },
  { failures: ["html", "truncated", "empty"], arrived: "either", read: { retry: 4 }, write: "readBack" },
  { failures: ["shape"], arrived: "either", read: "fail", write: "readBack" },
  { failures: ["redirect", "foreign"], arrived: "either", read: "fail", write: "fail" },
  { failures: ["refused", "dns", "reset", "timeout"], arrived: "no", read: { retry: 6 }, write: { retry: 6 } },
  { failures: ["refused", "dns", "reset", "timeout", "other"], arrived: "yes", read: { retry: 6 }, write: "readBack" },
  { failures: ["tls"], arrived: "yes", read: "fail", write: "readBack" },
  { failures: ["tls", "other"], arrived: "no", read: "fail", write: "fail" },
];

interface FailureFacts {
  method: "GET" | "POST" | "DELETE";
  /** A status from 400 up, or what failed instead. */
  failure: number | TransportFailure | ResponseDefect;
  mayHaveArrived: boolean;
}

export function stepAfter({ method, failure, mayHaveArrived }: FailureFacts): Step {
  const arrived = mayHaveArrived ? "yes" : "no";
  const row = RETRY_POLICY.find(
    (candidate) =>
      (candidate.failures.includes(failure) ||
        (typeof failure === "number" && failure >= 500 && candidate.failures.includes("other5xx"))) &&
      (candidate.arrived === "either" || candidate.arrived === arrived),
  );
  if (row === undefined) return "fail";
  return method === "GET" ? row.read : row.write;
}
