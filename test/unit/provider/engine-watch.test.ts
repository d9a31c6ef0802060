import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, jest, test } from "@jest/globals";
import { whenEngineIsGone } from "../../../provider/engine/engine-watch.js";

const closing: Server[] = [];
afterEach(() => {
  for (const server of closing.splice(0)) server.close();
});

/** A server that listens as an engine does, and can die like one. */
async function engine(port = 0) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  closing.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    endConnections: () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    die() {
      server.close();
      this.endConnections();
    },
    connections: () => sockets.size,
  };
}

async function until(isSo: () => boolean, ms: number): Promise<void> {
  for (const end = performance.now() + ms; !isSo() && performance.now() < end; ) await wait(5);
  expect(isSo()).toBe(true);
}

test("an engine that dies is missed at once, and only once", async () => {
  const running = await engine();
  const gone = jest.fn();
  whenEngineIsGone(`127.0.0.1:${running.port}`, gone);
  await until(() => running.connections() === 1, 2000);
  await wait(1100);
  expect(gone).not.toHaveBeenCalled();
  running.die();
  await until(() => gone.mock.calls.length > 0, 1000);
  await wait(50);
  expect(gone).toHaveBeenCalledTimes(1);
});

test("an engine that only ends the connection is not missed, and is still watched", async () => {
  const running = await engine();
  const gone = jest.fn();
  whenEngineIsGone(`127.0.0.1:${running.port}`, gone);
  for (let n = 0; n < 2; n += 1) {
    await until(() => running.connections() === 1, 3000);
    running.endConnections();
  }
  await until(() => running.connections() === 1, 3000);
  expect(gone).not.toHaveBeenCalled();
  running.die();
  await until(() => gone.mock.calls.length > 0, 3000);
});

test("an engine that never listened is missed after three attempts", async () => {
  const running = await engine();
  running.die();
  const gone = jest.fn();
  whenEngineIsGone(`127.0.0.1:${running.port}`, gone);
  await wait(500);
  expect(gone).not.toHaveBeenCalled();
  await until(() => gone.mock.calls.length > 0, 5000);
});
