import { Server } from "node:net";

const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * Calls back when the engine cancels the run. The SDK handles that call without notifying anyone, and the provider runs in its
 * own process group, which Ctrl-C does not reach. So this listens for the call at the process's HTTP/2 server. If a later
 * Node.js or SDK hides that server, a cancelled run waits as it did before.
 */
export function whenCancelled(act: () => void): void {
  for (const server of servers()) {
    server.prependListener("stream", (_stream: unknown, headers: unknown) => {
      if (typeof headers === "object" && headers !== null && ":path" in headers && headers[":path"] === CANCEL) act();
    });
  }
}

function servers(): Server[] {
  const list: unknown = Reflect.get(process, "_getActiveHandles");
  const handles: unknown = typeof list === "function" ? list.call(process) : [];
  return Array.isArray(handles) ? handles.filter((handle) => handle instanceof Server) : [];
}
