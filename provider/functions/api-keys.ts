import { z } from "zod";
import type { ApiKey } from "../client/index.js";
import { roleId, seen } from "../plan/fields.js";
import { FunctionError, type ProviderFunction } from "./provider-function.js";

export const getApiKeyArgs = z.strictObject({
  apiKeyId: seen("an API key's id is a text").min(1, "an API key's id is a text").optional(),
});

export const getApiKey: ProviderFunction<z.infer<typeof getApiKeyArgs>, ApiKey> = {
  args: getApiKeyArgs,
  async find(desk, given, fresh) {
    const { session, apiKeys, place } = await desk.cloudOne();
    const apiKeyId = given.apiKeyId ?? session.client.apiKeyId;
    const apiKey = await apiKeys.one(apiKeyId, fresh);
    if (apiKey === undefined) throw new FunctionError(`there is no API key ${apiKeyId} in ${place}.`);
    return apiKey;
  },
};

export const getApiKeysArgs = z.strictObject({ roleId: roleId.optional() });

export const getApiKeys: ProviderFunction<z.infer<typeof getApiKeysArgs>, readonly ApiKey[]> = {
  args: getApiKeysArgs,
  async find(desk, { roleId }, fresh) {
    const { apiKeys } = await desk.cloudOne();
    return roleId === undefined ? apiKeys.all(fresh) : apiKeys.ofRole(roleId, fresh);
  },
};
