import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { atEndOfFile } from "./end-of-file.js";

let starting: Promise<Server> | undefined;

/** The secrets provider of stacks that need no passphrase. */
export const KEY_STORE = "hashivault://stack";

/**
 * The environment of a CLI that keeps a stack's key in a store, which stands in for Vault: it encrypts nothing. From a passphrase each
 * command derives the key anew, which takes it a sixth of its time.
 */
export async function keyStoreEnvironment(): Promise<Record<string, string>> {
  starting ??= start();
  const { port } = (await starting).address() as AddressInfo;
  return { VAULT_ADDR: `http://127.0.0.1:${port}`, VAULT_TOKEN: "a token for tests" };
}

async function start(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { plaintext, ciphertext = "" } = (await json(request)) as { plaintext?: string; ciphertext?: string };
    const isEncrypting = plaintext !== undefined;
    const data = isEncrypting ? { ciphertext: `vault:v1:${plaintext}` } : { plaintext: ciphertext.split(":")[2] };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Where every test of a file is skipped, its end does not come.
  server.unref();
  atEndOfFile(async () => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}
