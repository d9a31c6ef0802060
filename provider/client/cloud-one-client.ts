import { createAccounts } from "./api/accounts.js";
import { createApiKeys } from "./api/api-keys.js";
import { createInvitations } from "./api/invitations.js";
import { pageSizesFor } from "./api/page-sizes.js";
import { createListAll } from "./api/pages.js";
import { createRoles } from "./api/roles.js";
import { createSamlUsers } from "./api/saml-users.js";
import { createUsers } from "./api/users.js";
import { Cancellation } from "./cancellation.js";
import { systemClock } from "./clock.js";
import type { CloudOne, CloudOneOptions } from "./cloud-one-options.js";
import { cloudOneProfile } from "./http/cloud-one-profile.js";
import { networkTransport } from "./http/network-transport.js";
import { createRedact } from "./http/redact.js";
import { samlProfile } from "./http/saml-profile.js";
import { type ClientContext, createSend } from "./http/send.js";
import { ServerClock } from "./http/server-clock.js";
import { rateLimiterFor } from "./pacing/rate-limiters.js";
import { createWaitNotices } from "./pacing/wait-notice.js";
import type { Seams } from "./seams.js";
import { parseApiKey } from "./settings/api-key.js";
import { DEFAULT_BASE_URL, parseBaseUrl, samlBaseUrlFor } from "./settings/base-url.js";
import { requireNode } from "./settings/node-version.js";
import { requirePositive } from "./settings/require-positive.js";

/** {@link createCloudOne}, with parts of its own. */
export function createCloudOneClient(options: CloudOneOptions, seams: Seams): CloudOne {
  requireNode();
  const key = parseApiKey(options.apiKey);
  const baseUrl = parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  const clock = seams.clock ?? systemClock;
  const rateLimiter = seams.rateLimiter ?? rateLimiterFor({ baseUrl, keyId: key.id, clock });
  const ceiling = options.maxRequestsPerSecond;
  if (ceiling !== undefined) rateLimiter.limitTo(requirePositive("maxRequestsPerSecond", ceiling));
  const headers = {
    authorization: `ApiKey ${key.id}:${key.secret}`,
    "api-version": "v1",
    accept: "application/json",
    "user-agent": options.userAgent ?? "pulumi-cloudone",
  };
  const serverClock = new ServerClock();
  const context: ClientContext = {
    baseUrl,
    headers: async () => headers,
    profile: cloudOneProfile,
    keyId: key.id,
    redact: createRedact(key),
    readOnly: options.readOnly ?? false,
    timeoutMs: requirePositive("timeoutSeconds", options.timeoutSeconds ?? 60) * 1000,
    deadlineMs: requirePositive("deadlineSeconds", options.deadlineSeconds ?? 300) * 1000,
    transport: seams.transport ?? networkTransport,
    clock,
    serverClock,
    random: seams.random ?? Math.random,
    rateLimiter,
    notices: createWaitNotices(options.onWait, clock),
    cancellation: new Cancellation(seams.signal, clock),
  };
  const send = createSend(context);
  const walk = createListAll(send, pageSizesFor(rateLimiter));
  const isShared = seams.rateLimiter !== undefined || ceiling !== undefined;
  const saml = samlContext(context, options.samlBaseUrl, isShared);
  const sendSaml = createSend(saml);
  return {
    apiKeyId: key.id,
    baseUrl,
    serverTime: () => clock.now() + serverClock.aheadMs,
    accounts: createAccounts(send),
    users: createUsers(send, walk),
    roles: createRoles(send, walk),
    apiKeys: createApiKeys(send, walk),
    invitations: createInvitations(send, walk),
    samlUsers: createSamlUsers(sendSaml, createListAll(sendSaml, pageSizesFor(saml.rateLimiter))),
  };
}

/**
 * The same for the SAML host, which has its own rate limit and its own clock. The user's own rate limit applies to all
 * requests of the key, wherever they go.
 */
function samlContext(context: ClientContext, ownBaseUrl: string | undefined, isShared: boolean): ClientContext {
  const { serverClock: _, ...shared } = context;
  const baseUrl = samlBaseUrlFor(context.baseUrl, ownBaseUrl);
  const { keyId, clock } = context;
  const rateLimiter = isShared ? context.rateLimiter : rateLimiterFor({ baseUrl, keyId, clock });
  return { ...shared, baseUrl, profile: samlProfile, rateLimiter };
}
