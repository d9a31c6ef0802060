import { basename } from "node:path";

/** What keeps no program going: its own outputs, what listens, and what is about to run in this very turn. */
const STANDING = ["PipeWrap", "TTYWrap", "TCPServerWrap", "PipeServerWrap", "MessagePort", "SignalWrap", "Immediate"];

/**
 * What this process waits for: timers, files, connections in use. Connections to the engine are among them only while a
 * resource is under way. A program that waits for nothing goes on no more by itself.
 */
export function ownActivity(): string[] {
  const kinds = process.getActiveResourcesInfo().filter((kind) => !STANDING.includes(kind));
  for (const kind of standingHandles()) {
    const at = kinds.indexOf(kind);
    if (at !== -1) kinds.splice(at, 1);
  }
  return kinds;
}

/** What others opened to this process, and the CLI that the Automation API runs: an inline program waits for neither. */
function standingHandles(): string[] {
  const { _getActiveHandles } = process as { _getActiveHandles?: () => object[] };
  return (_getActiveHandles?.() ?? []).flatMap((handle) => {
    if ("server" in handle && handle.server) return "TCPSocketWrap";
    const isCli = "spawnfile" in handle && /^pulumi(\.exe)?$/.test(basename(String(handle.spawnfile)));
    return isCli ? "ProcessWrap" : [];
  });
}
