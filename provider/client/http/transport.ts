export interface TransportRequest {
  method: "GET" | "POST" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Bound for the whole exchange, in milliseconds. */
  timeoutMs: number;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends one request once: no retry, no redirect, every status is an answer. Rejects with `TransportError`;
 * anything else it throws passes through untouched, so that a simulation may stop the world.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
