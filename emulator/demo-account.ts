/** The account that a seed without one gets. */
export const defaultAccountId = "012345678912";
/** The id of the API key that a seed without keys gets; it has full access. */
export const demoApiKeyId = "emulator-demo-key";
/** The secret of the API key that a seed without keys gets. It only opens an emulator. */
export const demoApiKeySecret = "emulator-demo-secret";
