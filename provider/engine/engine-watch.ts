import { connect } from "node:net";

/** This many connections in a row have to fail; a refused one is enough, since nothing listens there anymore. */
const LOOKS = 3;
const LOOK_EVERY_MS = 1000;
const CONNECT_MS = 2000;

/**
 * Calls back once when the engine at this address is gone: a killed engine leaves its providers running. The end of an open
 * connection is the first sign of that.
 */
export function whenEngineIsGone(address: string, act: () => void): void {
  const { hostname, port } = new URL(`tcp://${address}`);
  let failures = 0;
  let wasOpen = false;
  /** Connections in a row that the engine ended soon. */
  let short = 0;
  const look = () => {
    const socket = connect({ host: hostname, port: Number(port), timeout: CONNECT_MS });
    socket.unref();
    const openedAt = performance.now();
    socket.once("connect", () => {
      failures = 0;
      wasOpen = true;
      socket.setTimeout(0);
    });
    socket.once("timeout", () => socket.destroy());
    socket.on("error", (error) => {
      const isRefused = "code" in error && error.code === "ECONNREFUSED" && wasOpen;
      failures += isRefused ? LOOKS : 1;
    });
    socket.once("close", () => {
      if (failures >= LOOKS) return act();
      short = performance.now() - openedAt > LOOK_EVERY_MS ? 0 : short + 1;
      // If the engine ends each connection at once, only the first retry is immediate.
      const isSoon = failures === 0 && short <= 1;
      setTimeout(look, isSoon ? 0 : LOOK_EVERY_MS).unref();
    });
    socket.resume();
  };
  look();
}
