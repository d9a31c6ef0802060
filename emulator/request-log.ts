/** One request as the server saw it, without headers and thus without secrets. */
export interface RequestEntry {
  method: string;
  /** Relative to the base URL, as the vendor's reference writes it: `/users/{id}`. */
  path: string;
  query: Record<string, string>;
  /** The status sent; 0 if none was sent, as with a reset. */
  status: number;
  /** The id of the authenticated key; null if there is none. */
  apiKeyId: string | null;
  /** Milliseconds of the emulator's clock at arrival. */
  at: number;
  /** The request's JSON body, if it sent one. */
  body?: unknown;
  /** Whether the request got past faults, authentication, rate limit and rights. A token request never does: it precedes them. */
  handled: boolean;
  /** The kind of fault that applied to the request. */
  fault?: string;
}

/** The requests, in order of arrival. */
export class RequestLog {
  readonly entries: RequestEntry[] = [];

  add(arrival: Pick<RequestEntry, "method" | "path" | "query" | "at">): RequestEntry {
    const entry: RequestEntry = { ...arrival, status: 0, apiKeyId: null, handled: false };
    this.entries.push(entry);
    return entry;
  }

  writes(): RequestEntry[] {
    return this.entries.filter(({ method, handled }) => handled && method !== "GET" && method !== "HEAD");
  }

  clear(): void {
    this.entries.length = 0;
  }
}
