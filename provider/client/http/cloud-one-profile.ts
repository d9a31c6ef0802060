import type { ApiProfile } from "./api-profile.js";
import type { Redact } from "./redact.js";
import { isApiError, jsonOf, wordsOf } from "./response-body.js";
import type { TransportResponse } from "./transport.js";

const MAX_FIELDS = 20;

/** Cloud One: `{message, fields?}`. */
export const cloudOneProfile: ApiProfile = {
  settings: { server: "cloudone:baseUrl (CLOUDONE_BASE_URL)", timeoutSeconds: "cloudone:timeoutSeconds" },
  isOwnError: isApiError,
  wordsOf,
  fieldsOf,
  advice(response, { host, keyId }) {
    const { status } = response;
    if (status === 401) {
      return (
        `The API does not accept key ${keyId}: make sure that it exists, is enabled and was copied completely. If the key was rotated, ` +
        "plain `pulumi refresh` and `pulumi destroy` still use the key stored in the stack's state: " +
        "set the environment variable CLOUDONE_API_KEY, or use --run-program."
      );
    }
    if (status === 429) return "Run again later, or set cloudone:maxRequestsPerSecond below what the service allows.";
    if (status >= 500)
      return "The service has a problem: run again later, and if it persists, check the vendor's status page.";
    if (jsonOf(response) === undefined) {
      return `This is not how the API responds: look for a proxy or firewall between this machine and ${host}.`;
    }
    if (status === 400) return "Correct what the server names, and run again.";
    if (status === 403) {
      return `Key ${keyId} has no right to do this, or has expired: check the key and its role in the Cloud One console.`;
    }
    if (status === 404) return "No such object is in the account that this key belongs to.";
    if (status === 409)
      return "It conflicts with what exists: refresh, and see whether the object already exists or is in use.";
    return "The API rejected the request. If its message does not help, report it as a defect of pulumi-cloudone.";
  },
};

function fieldsOf(response: TransportResponse, redact: Redact): Record<string, string> | undefined {
  const json = jsonOf(response);
  if (typeof json !== "object" || json === null || !("fields" in json)) return undefined;
  const { fields } = json;
  if (typeof fields !== "object" || fields === null) return undefined;
  const clean = Object.entries(fields)
    .slice(0, MAX_FIELDS)
    .map(([name, reason]) => [
      redact(name),
      redact(typeof reason === "string" ? reason : (JSON.stringify(reason) ?? "")),
    ]);
  return clean.length === 0 ? undefined : Object.fromEntries(clean);
}
