import { z } from "zod";
import type { ApiKey } from "../client/index.js";
import { roleId, seen } from "../plan/args/fields.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getApiKeyArgs = z.strictObject({
  apiKeyId: seen("an API key's id must be a string that is not empty")
    .min(1, "an API key's id must be a string that is not empty")
    .optional(),
});

export const getApiKey: ProviderFunction<z.infer<typeof getApiKeyArgs>, ApiKey> = {
  args: getApiKeyArgs,
  async find(context, given, fresh) {
    const { session, apiKeys, place } = await context.cloudOne();
    const apiKeyId = given.apiKeyId ?? session.client.apiKeyId;
    const apiKey = await apiKeys.one(apiKeyId, fresh);
    if (apiKey === undefined) throw new FunctionError(`there is no API key ${apiKeyId} in ${place}.`);
    return apiKey;
  },
};

export const getApiKeysArgs = z.strictObject({ roleId: roleId.optional() });

export const getApiKeys: ProviderFunction<z.infer<typeof getApiKeysArgs>, readonly ApiKey[]> = {
  args: getApiKeysArgs,
  async find(context, { roleId }, fresh) {
    const { apiKeys } = await context.cloudOne();
    return roleId === undefined ? apiKeys.all(fresh) : apiKeys.ofRole(roleId, fresh);
  },
};
