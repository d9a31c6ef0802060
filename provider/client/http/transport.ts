export interface TransportRequest {
  method: "GET" | "POST" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Time limit for the whole exchange, in milliseconds. */
  timeoutMs: number;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends one request once: no retry, no redirect, every status is a response. Rejects with `TransportError`;
 * anything else it throws passes through untouched, so that a simulation can stop the world.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
