import { connect } from "node:net";

const INTERVAL_MS = 2_000;
const STRIKES = 3;

/**
 * Ends this provider process once the engine that started it is gone: a killed engine leaves its providers running.
 * `idle` resolves when the writes in hand are done; then `exit` is called.
 */
export function exitWithEngine(address: string, idle: () => Promise<void>, exit: () => void): void {
  const { hostname, port } = new URL(`tcp://${address}`);
  let strikes = 0;
  const timer = setInterval(() => {
    const socket = connect({ host: hostname, port: Number(port), timeout: INTERVAL_MS });
    socket.once("connect", () => {
      strikes = 0;
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy());
    socket.once("error", () => {
      socket.destroy();
      strikes += 1;
      if (strikes < STRIKES) return;
      clearInterval(timer);
      void idle().then(exit);
    });
  }, INTERVAL_MS);
  timer.unref();
}
