import type { ApiProfile } from "../http/api-profile.js";
import type { RequestSubject } from "../http/request-subject.js";
import { jsonOf, wordsOf } from "../http/response-body.js";
import type { TransportResponse } from "../http/transport.js";
import { TOKEN_PATH } from "./tokens.js";

/**
 * SailPoint has three error bodies: `{detailCode, trackingId, messages, causes}`, `{error}` for a 401, `{message}` for a
 * 429. The token endpoint adds OAuth's `{error, error_description}`.
 */
export const sailPointProfile: ApiProfile = {
  settings: {
    server: "sailpoint:tenant or sailpoint:baseUrl (SAILPOINT_TENANT, SAILPOINT_BASE_URL)",
    timeoutSeconds: "the timeout",
  },
  isOwnError: (response) => "detailCode" in bodyOf(response) || "trackingId" in bodyOf(response),
  wordsOf(response, redact) {
    const { messages, causes, error, error_description } = bodyOf(response);
    const texts = [...textsOf(messages), ...textsOf(causes), error, error_description];
    const words = [...new Set(texts.filter((text) => typeof text === "string"))];
    return words.length === 0 ? wordsOf(response, redact).trim() : redact(words.join(" "));
  },
  fieldsOf(response, redact) {
    const { detailCode, trackingId } = bodyOf(response);
    const fields = Object.entries({ detailCode, trackingId }).flatMap(([name, value]) =>
      typeof value === "string" && value !== "" ? [[name, redact(value, 100)]] : [],
    );
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  },
  advice: (response, call) => (call.path === TOKEN_PATH ? tokenAdvice(response, call) : accountsAdvice(response, call)),
};

function tokenAdvice({ status }: TransportResponse, { host, keyId }: RequestSubject): string {
  if (status === 400 || status === 401 || status === 403) {
    return (
      `SailPoint does not accept client ${keyId} with its secret: check sailpoint:clientId and sailpoint:clientSecret ` +
      "(SAILPOINT_CLIENT_ID, SAILPOINT_CLIENT_SECRET), and that the client has the grant type client_credentials."
    );
  }
  if (status === 404) return `${host} issues no tokens: check ${sailPointProfile.settings.server}.`;
  return general(status);
}

function accountsAdvice({ status }: TransportResponse, { keyId }: RequestSubject): string {
  if (status === 400) return "Correct what the server names (filters and sorters above all), and run again.";
  if (status === 401)
    return `A token fetched for this call was also refused: check whether client ${keyId} is still enabled.`;
  if (status === 403) {
    return (
      `Client ${keyId} may not read accounts: it needs the scope idn:accounts:read, and its owner one of the authorities ` +
      "ORG_ADMIN, SOURCE_ADMIN, SOURCE_SUBADMIN or HELPDESK."
    );
  }
  if (status === 404)
    return "SailPoint has no such account; an account's id is SailPoint's own, not a name or an email.";
  return general(status);
}

function general(status: number): string {
  if (status === 429) return "Run again later: the limit is 100 requests in 10 seconds for one client.";
  if (status >= 500) return "The service has a problem: run again later, and give SailPoint's support the trackingId.";
  return "SailPoint rejected the request. If its message does not help, report it as a defect of pulumi-cloudone.";
}

function bodyOf(response: TransportResponse): Record<string, unknown> {
  const json = jsonOf(response);
  return typeof json === "object" && json !== null ? { ...json } : {};
}

function textsOf(list: unknown): unknown[] {
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) =>
    typeof entry === "object" && entry !== null && "text" in entry ? entry.text : undefined,
  );
}
