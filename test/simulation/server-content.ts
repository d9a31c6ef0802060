import type { Snapshot } from "../../emulator/index.js";
import type { World } from "./world.js";

const TIMES = ["lastModified", "lastActivity", "created", "lastEntitlement"];

/** The server's objects without times, so that two worlds compare. */
export function serverContent({ emulator }: World): Snapshot {
  const text = JSON.stringify(emulator.snapshot(), (key, value: unknown) => (TIMES.includes(key) ? undefined : value));
  return JSON.parse(text) as Snapshot;
}
