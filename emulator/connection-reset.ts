/**
 * The connection died. `app.fetch` rejects with it if there is no socket; the listener destroys the socket instead.
 */
export class ConnectionReset extends Error {
  override name = "ConnectionReset" as const;
  readonly code = "ECONNRESET";

  constructor(fault: string) {
    super(`The connection died (fault ${fault}).`);
  }
}
