import { type Difference, describeDifferences } from "../plan/difference.js";

/**
 * The API accepted a write that had no effect, or another one: `live` is what is there now. What the write was for is not
 * done, so it stays in the state.
 */
export class NotKeptError extends Error {
  override readonly name = "NotKeptError" as const;
  readonly live: unknown;

  constructor(message: string, live: unknown) {
    super(message);
    this.live = live;
  }
}

/** For a write that should have made something else. */
export function notKept(differences: readonly Difference[], live: unknown): NotKeptError {
  return new NotKeptError(
    "the API accepted the write, but what it shows now is not what was written (now → written):\n" +
      `${describeDifferences(differences)}\nRun again; if it lasts, make the change in the Cloud One console.`,
    live,
  );
}

/**
 * What is there after a write that was not kept, for those who compare it with the declaration and store it. Where that
 * comparison would find nothing, as with what is not declared, the failure stays one.
 */
export async function asLeft<T>(written: Promise<T>, differences: (live: T) => readonly Difference[]): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (!(error instanceof NotKeptError)) throw error;
    const live = error.live as T;
    if (differences(live).length === 0) throw error;
    return live;
  }
}
