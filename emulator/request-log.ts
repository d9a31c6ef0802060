/** One request as the server saw it. It holds no header, so no secret. */
export interface RequestEntry {
  method: string;
  /** Relative to the base URL, as the vendor's reference writes it: `/users/{id}`. */
  path: string;
  query: Record<string, string>;
  /** The status sent; 0 as long as none was sent, as with a reset. */
  status: number;
  /** The id of the key that proved itself; null where none did. */
  apiKeyId: string | null;
  /** Milliseconds of the emulator's clock at arrival. */
  at: number;
  /** The request's JSON body, where it sent one. */
  body?: unknown;
  /** Whether the request got past faults, authentication, rate limit and rights. A token request never does: it is these. */
  handled: boolean;
  /** The kind of fault that met the request. */
  fault?: string;
}

/** What happened, in the order of arrival. */
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
