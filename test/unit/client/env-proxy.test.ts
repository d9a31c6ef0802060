import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, jest, test } from "@jest/globals";
import { execa } from "execa";

jest.setTimeout(60_000);

const MODULE = resolve(import.meta.dirname, "..", "..", "..", "provider", "client", "http", "got-transport.ts");
/** Makes node find the sources, which import each other by the names of built files. */
const SOURCES = pathToFileURL(resolve(import.meta.dirname, "..", "..", "..", "tools", "simulate", "sources.ts")).href;
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    answer(request, response);
  });
  server.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url} ${request.headers.authorization}`);
    socket.end("HTTP/1.1 503 Busy\r\n\r\n");
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Sends a request in a separate process that uses a proxy. */
async function sendThrough(proxy: string, url: string): Promise<string> {
  const script = `
    const { gotTransport } = await import(${JSON.stringify(MODULE)});
    const headers = { authorization: "ApiKey 2Fkey:hidden-words" };
    const result = await gotTransport({ method: "GET", url: ${JSON.stringify(url)}, headers, timeoutMs: 20_000 })
      .catch((error) => error.name + " " + error.message);
    console.log(JSON.stringify(result));
    process.exit(0);`;
  const env = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: "" };
  const args = ["--disable-warning=ExperimentalWarning", "--import", SOURCES, "--input-type=module", "-e", script];
  return (await execa(process.execPath, args, { env })).stdout;
}

test("an unencrypted key goes only to this machine, whatever proxy the environment names", async () => {
  const target = await listen((_, response) => response.end("reached"));
  const proxy = await listen((_, response) => response.end("proxied"));
  expect(await sendThrough(proxy.url, `${target.url}/api/users`)).toContain('"body":"reached"');
  expect(target.seen).toEqual(["GET /api/users ApiKey 2Fkey:hidden-words"]);
  expect(proxy.seen).toEqual([]);
});

test("a proxy of the environment gets the name of an https host, and nothing else of the request", async () => {
  const proxy = await listen((_, response) => response.end("proxied"));
  expect(await sendThrough(proxy.url, "https://accounts.cloudone.example/api/users")).toContain("TransportError");
  expect(proxy.seen).toEqual(["CONNECT accounts.cloudone.example:443 undefined"]);
});
