declare global {
  // The jest environment of engine tests prints it with a failure and empties it after each test.
  var engineTranscript: string[] | undefined;
}

/** Keeps what a command printed, in case its test fails. */
export function addToTranscript(text: string): void {
  globalThis.engineTranscript ??= [];
  globalThis.engineTranscript.push(text);
}
