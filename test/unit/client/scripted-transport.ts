import {
  type Transport,
  TransportError,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "../../../provider/client/index.js";

/** The outcome of a request: a response, a failure below HTTP, or anything else thrown. */
export type Step = TransportResponse | Error;

/** Responds from a script, repeating the last step, and records the requests. */
export function scripted(...steps: Step[]) {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    const step = steps[Math.min(requests.length, steps.length - 1)];
    requests.push(request);
    if (step === undefined || step instanceof Error) throw step ?? new Error("The script is empty.");
    return step;
  };
  return { transport, requests };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): TransportResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

export function page(status: number, body = "<html><title>Bad gateway</title><p>nginx</p></html>"): TransportResponse {
  return { status, headers: { "content-type": "text/html" }, body };
}

export function broken(kind: TransportFailure, mayHaveArrived: boolean, words = "EBROKEN"): TransportError {
  return new TransportError(words, { kind, mayHaveArrived, code: words });
}

export const USER = {
  id: "u1",
  name: "Jon",
  email: "jon@example.com",
  roleID: "read-only",
  state: "enabled",
  urn: "urn:cloudone:identity:us-1:012345678912:user/u1",
};
