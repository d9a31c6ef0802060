import { afterEach, expect, test } from "@jest/globals";
import { type RunningEmulator, startEmulator } from "../../../emulator/index.js";
import { createSailPoint } from "../../../provider/client/index.js";
import { collect, failure, SECRET } from "./scene.js";

let running: RunningEmulator | undefined;
afterEach(() => running?.close());

async function start(sailPointBogusEncoding: boolean) {
  running = await startEmulator({
    seed: { sailpoint: { clientId: "client", clientSecret: SECRET, accounts: [{ id: "a" }, { id: "b" }] } },
    switches: { sailPointBogusEncoding },
  });
  return createSailPoint({ baseUrl: running.sailPointUrl, clientId: "client", clientSecret: SECRET });
}

test("over a socket: a token, a list, one account", async () => {
  const { accounts } = await start(false);
  expect(await collect(accounts.list())).toHaveLength(2);
  expect(await accounts.describe("b")).toMatchObject({ id: "b", disabled: false });
});

test("the bogus Content-Encoding: UTF-8 of an error does not hide it", async () => {
  const { accounts } = await start(true);
  const error = await failure(accounts.describe("none"));
  expect(error.message).toMatch(/404 Not Found: "The server did not find a current representation.*trackingId: /);
});
