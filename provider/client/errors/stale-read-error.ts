import { GaveUpError, type GaveUpErrorFields } from "./gave-up-error.js";

/**
 * A write was held up for so long that the object it is based on may have changed in the meantime. It had no effect. The
 * caller reads the object again and makes a new write.
 */
export class StaleReadError extends GaveUpError {
  override readonly name = "StaleReadError" as const;

  constructor(fields: GaveUpErrorFields) {
    const { method, path, waitedSeconds } = fields;
    super(
      `${method} ${path} was not carried out: it was held up for ${Math.round(waitedSeconds)} s, and the object may have ` +
        "changed since it was read. Read it again before sending another write.",
      fields,
    );
  }
}
