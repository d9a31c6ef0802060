import { Server } from "node:net";

const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * Calls back when the engine cancels the run. The SDK answers that call by itself and tells nobody, and the provider runs in
 * a process group of its own, which no ^C reaches: so the call is overheard where it arrives, at the process's HTTP/2 server.
 * Where a later Node.js or SDK hides that, a cancelled run waits as before.
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
