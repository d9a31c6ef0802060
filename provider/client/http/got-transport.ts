import { Agent } from "node:http";
import got, { RequestError } from "got";
import { TransportError } from "../errors/transport-error.js";
import { transportErrorOf } from "./got-failure.js";
import type { Transport, TransportResponse } from "./transport.js";

/** More than any response of the API; counted after decompression. */
const MAX_BODY_BYTES = 50 * 1024 * 1024;

/** For each step up to a connection; a host that responds at all does so sooner. */
const MAX_CONNECT_MS = 10_000;

/** The one instance. Everything got would do by itself (retries, redirects, errors for a status) is off. */
const client = got.extend({
  retry: { limit: 0 },
  followRedirect: false,
  throwHttpErrors: false,
  decompress: true,
  // A key goes in plain text only to this machine: node's own agent would hand it to a proxy from the environment.
  agent: { http: new Agent({ keepAlive: true, scheduling: "lifo", timeout: 5000 }) },
});

/** The transport over the network. */
export const gotTransport: Transport = async ({ method, url, headers, body, timeoutMs }) => {
  const connectMs = Math.min(MAX_CONNECT_MS, timeoutMs / 2);
  const stream = client.stream(url, {
    method,
    headers,
    timeout: { lookup: connectMs, connect: connectMs, secureConnect: connectMs, request: timeoutMs },
    ...(body === undefined ? {} : { body }),
  });
  // A stream that could carry a body waits for its end before anything is sent.
  if (body === undefined && method !== "GET") stream.end();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY_BYTES) {
        throw new TransportError(`the response is larger than ${MAX_BODY_BYTES / 1024 / 1024} MB`, {
          kind: "other",
          mayHaveArrived: true,
          code: "ERR_RESPONSE_TOO_LARGE",
        });
      }
    }
  } catch (error) {
    if (error instanceof RequestError) throw transportErrorOf(error);
    throw error;
  }
  const { response } = stream;
  if (response === undefined) throw new TransportError("no response", { kind: "other", mayHaveArrived: true });
  return { status: response.statusCode, headers: flat(response.headers), body: Buffer.concat(chunks).toString("utf8") };
};

function flat(headers: Record<string, string | string[] | undefined>): TransportResponse["headers"] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(", ")]],
    ),
  );
}
