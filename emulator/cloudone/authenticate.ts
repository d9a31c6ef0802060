import { createMiddleware } from "hono/factory";
import { laterTimestamp } from "../timestamp.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { Refusal } from "./refusal.js";

/** Identifies the key. Requests without a valid key and the API version are refused. */
export function authenticate({ store, credentials, switches, clock, lag }: CloudOneContext) {
  return createMiddleware<CloudOneEnv>(async (c, next) => {
    const [, id = "", secret = ""] = c.req.header("Authorization")?.match(/^ApiKey ([^:\s]+):(\S+)$/) ?? [];
    const credential = credentials.get(id);
    const tenant = credential && store.of(credential.accountId);
    const apiKey = tenant?.apiKeys.get(id);
    if (!credential || !tenant || !apiKey || credential.secret !== secret) throw new Refusal(401, "Unauthorized");
    c.get("entry").apiKeyId = id;
    if (c.req.header("Api-Version") !== "v1") {
      throw new Refusal(switches.missingApiVersion, "The header Api-Version must be v1.");
    }
    if (!apiKey.enabled) throw new Refusal(switches.disabledKey, "The API key is disabled.");
    apiKey.lastActivity = laterTimestamp(apiKey.lastActivity, clock.now());
    lag.count(tenant);
    c.set("tenant", tenant);
    c.set("apiKey", apiKey);
    c.set("credential", credential);
    await next();
  });
}
