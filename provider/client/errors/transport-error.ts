/** How a request failed below HTTP. */
export type TransportFailure = "refused" | "dns" | "tls" | "reset" | "timeout" | "other";

interface TransportErrorFields {
  kind: TransportFailure;
  /** False only if no byte of the request can have reached the server. */
  mayHaveArrived: boolean;
  /** The system's code, such as `ECONNRESET`. @default "ERR_NO_RESPONSE" */
  code?: string | undefined;
}

/**
 * No response arrived. A transport rejects only with this, and puts no header into its message. Scripts know it as they know
 * Node.js's own network errors: by its `code`.
 */
export class TransportError extends Error {
  override readonly name = "TransportError" as const;
  readonly kind: TransportFailure;
  readonly mayHaveArrived: boolean;
  readonly code: string;

  constructor(message: string, fields: TransportErrorFields) {
    super(message);
    this.kind = fields.kind;
    this.mayHaveArrived = fields.mayHaveArrived;
    this.code = fields.code ?? "ERR_NO_RESPONSE";
  }
}
