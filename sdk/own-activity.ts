import { basename } from "node:path";

/** Handles that do not mean work in progress: the standard streams, listeners, and callbacks of the current turn. */
const STANDING = ["PipeWrap", "TTYWrap", "TCPServerWrap", "PipeServerWrap", "MessagePort", "SignalWrap", "Immediate"];

/**
 * What this process waits for: timers, files, connections in use. Connections to the engine count only while a resource is
 * being registered. A program that waits for nothing will not continue on its own.
 */
export function ownActivity(): string[] {
  const kinds = process.getActiveResourcesInfo().filter((kind) => !STANDING.includes(kind));
  for (const kind of standingHandles()) {
    const at = kinds.indexOf(kind);
    if (at !== -1) kinds.splice(at, 1);
  }
  return kinds;
}

/** Connections opened by others, and the CLI that the Automation API runs: an inline program waits for neither. */
function standingHandles(): string[] {
  const { _getActiveHandles } = process as { _getActiveHandles?: () => object[] };
  return (_getActiveHandles?.() ?? []).flatMap((handle) => {
    if ("server" in handle && handle.server) return "TCPSocketWrap";
    const isCli = "spawnfile" in handle && /^pulumi(\.exe)?$/.test(basename(String(handle.spawnfile)));
    return isCli ? "ProcessWrap" : [];
  });
}
