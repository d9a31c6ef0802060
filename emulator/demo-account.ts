/** The id of the default account. */
export const defaultAccountId = "012345678912";
/** The id of the default API key, which has full access. */
export const demoApiKeyId = "emulator-demo-key";
/** The secret of the default API key. It works only with an emulator. */
export const demoApiKeySecret = "emulator-demo-secret";
