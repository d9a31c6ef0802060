/** A write was refused before anything was sent, because the configuration is read-only. */
export class ReadOnlyError extends Error {
  override readonly name = "ReadOnlyError" as const;
  readonly method: string;
  readonly path: string;

  constructor(method: string, path: string) {
    super(
      `${method} ${path} was not sent: cloudone:readOnly (CLOUDONE_READ_ONLY) is true, so nothing may be written. ` +
        `Unset it to allow writes.`,
    );
    this.method = method;
    this.path = path;
  }
}
