/**
 * Until the returned function is called, stack traces hold only what a declaration needs. While the SDK registers a resource,
 * it takes some thirty of them for messages about promises that never settle, each mapped back to TypeScript frame by frame:
 * more work than the rest of a program. It takes one more to record where the program declares the resource; with the
 * SDK's frames and ours, that one would be a third of a role's state.
 *
 * @param file the URL of the module with the class between the SDK's classes and a resource's own
 */
export function trimStackTraces(file: string): () => void {
  // Someone who debugs such a promise wants the full trace.
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => undefined;
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) => {
    // The SDK raises the limit for this one only.
    if (Error.stackTraceLimit !== Number.POSITIVE_INFINITY) return plain(error, frames);
    return (before ?? plain)(error, ofProgram(frames, file));
  };
  return () => {
    Error.prepareStackTrace = before;
  };
}

/** The SDK skips its own frames and one of the resource's class, so those stay, followed by the program's. */
function ofProgram(frames: NodeJS.CallSite[], file: string): NodeJS.CallSite[] {
  const between = frames.findIndex((frame) => frame.getFileName() === file);
  if (between === -1) return frames;
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const isForeign = (name: string) =>
    name.startsWith(folder) || name.startsWith("node:") || /[\\/]@pulumi[\\/]pulumi[\\/]/.test(name);
  const below = frames.slice(between + 2).filter((frame) => !isForeign(frame.getFileName() ?? "node:"));
  return [...frames.slice(0, between), ...frames.slice(between + 1, between + 2), ...below];
}

/** In the format of the JavaScript engine. */
function plain(error: Error, frames: NodeJS.CallSite[]): string {
  return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
}
