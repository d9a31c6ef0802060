import { type Difference, describeDifferences } from "../plan/args/difference.js";

/**
 * The API accepted a write that had no effect, or a different one: `live` is the object as it is now. The change is not done,
 * so the resource stays in the state.
 */
export class NotKeptError extends Error {
  override readonly name = "NotKeptError" as const;
  readonly live: unknown;

  constructor(message: string, live: unknown) {
    super(message);
    this.live = live;
  }
}

/** For a write that did not have the intended effect. */
export function notKept(differences: readonly Difference[], live: unknown): NotKeptError {
  return new NotKeptError(
    "the API accepted the write, but now shows something else (now → written):\n" +
      `${describeDifferences(differences)}\nRun again; if it persists, make the change in the Cloud One console.`,
    live,
  );
}

/**
 * The object after a write that was not kept, for callers that compare it with the declaration and store it. If that
 * comparison would find nothing, as with properties that are not declared, the failure is thrown.
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
