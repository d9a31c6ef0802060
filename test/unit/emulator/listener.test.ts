import { afterEach, expect, test } from "@jest/globals";
import { demoApiKeyId, demoApiKeySecret, type RunningEmulator, startEmulator } from "../../../emulator/index.js";

const headers = { Authorization: `ApiKey ${demoApiKeyId}:${demoApiKeySecret}`, "Api-Version": "v1" };
const running: RunningEmulator[] = [];

async function started(options: Parameters<typeof startEmulator>[0] = {}): Promise<RunningEmulator> {
  const one = await startEmulator(options);
  running.push(one);
  return one;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()));
});

test("an emulator listens on this machine and responds at its base URL", async () => {
  const { url, port } = await started({ seed: { users: [{ email: "jo@example.com", roleID: "read-only" }] } });
  expect(url).toBe(`http://127.0.0.1:${port}/api`);
  const response = await fetch(`${url}/users`, { headers });
  expect(await response.json()).toMatchObject({ users: [{ email: "jo@example.com" }] });
});

test("several emulators run side by side, each with its own objects", async () => {
  const [one, two] = [await started(), await started()];
  one.emulator.edit.createRole({ id: "only-here" });
  expect((await fetch(`${one.url}/roles/only-here`, { headers })).status).toBe(200);
  expect((await fetch(`${two.url}/roles/only-here`, { headers })).status).toBe(404);
});

test("the host can be any name of this machine, and nothing else", async () => {
  expect((await started({ host: "localhost" })).url).toMatch(/^http:\/\/localhost:\d+\/api$/);
  await expect(startEmulator({ host: "0.0.0.0" })).rejects.toThrow("only on a loopback host, not on 0.0.0.0");
});

test("a port in use is an error", async () => {
  const { port } = await started();
  await expect(startEmulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test.each([
  ["reset-before", false],
  ["reset-after", true],
] as const)("%s destroys the socket", async (kind, effect) => {
  const { url, emulator } = await started();
  emulator.faults.add({ kind });
  const body = JSON.stringify({ id: "a", name: "A", serviceRoleURNs: [] });
  const request = fetch(`${url}/roles`, {
    method: "POST",
    body,
    headers: { ...headers, "Content-Type": "application/json" },
  });
  await expect(request).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  expect(emulator.store.roles.has("a")).toBe(effect);
  expect((await fetch(`${url}/users`, { headers })).status).toBe(200);
});

test("a timeout ends when the caller gives up", async () => {
  const { url, emulator } = await started();
  emulator.faults.add({ kind: "timeout" });
  const caller = new AbortController();
  const hanging = expect(fetch(`${url}/users`, { headers, signal: caller.signal })).rejects.toThrow();
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  caller.abort();
  await hanging;
  expect(emulator.requests).toMatchObject([{ status: 0, fault: "timeout" }]);
});

test("a slow body arrives complete", async () => {
  const { url, emulator } = await started();
  emulator.faults.add({ kind: "slow-body", delayMs: 20 });
  expect(await (await fetch(`${url}/users`, { headers })).json()).toEqual({ users: [] });
});

test("close ends requests that hang", async () => {
  const { url, emulator, close } = await startEmulator();
  emulator.faults.add({ kind: "timeout" });
  const hanging = expect(fetch(`${url}/users`, { headers })).rejects.toThrow("fetch failed");
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await close();
  await hanging;
  await expect(fetch(`${url}/users`, { headers })).rejects.toThrow("fetch failed");
});

test("switches, faults and edits can be controlled over the socket", async () => {
  const { url, emulator } = await started({ switches: { latencyMs: 1 } });
  const control = new URL("/_emulator/switches", url);
  const body = JSON.stringify({ latencyMs: 0 });
  await fetch(control, { method: "PATCH", body, headers: { "Content-Type": "application/json" } });
  expect(emulator.switches.latencyMs).toBe(0);
});
