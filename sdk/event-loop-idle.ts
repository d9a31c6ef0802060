/** What keeps no program going: its own outputs, what listens, and what is about to run in this very turn. */
const STANDING = ["PipeWrap", "TTYWrap", "TCPServerWrap", "PipeServerWrap", "MessagePort", "SignalWrap", "Immediate"];

/**
 * Whether this process waits for nothing: no timer, no file, no connection in use. Connections to the engine count only
 * while a resource is under way. A program of which that is so goes on no more by itself.
 */
export function isIdle(): boolean {
  return process.getActiveResourcesInfo().every((kind) => STANDING.includes(kind));
}
