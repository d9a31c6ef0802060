// Only the real engine shows that settings live through the CLI, gRPC and a port, and how it prints what differs. Refusals, the closing
// of an account, and the life with other switches are in test/unit/played/account-settings.test.ts.
import { createStack, describeEngine, startCloud } from "./harness.js";
import { accountSettingsLife } from "./lives/account-settings.js";

describeEngine("account settings", () => {
  accountSettingsLife({ startCloud, createStack, switches: {}, showsProperties: true });
});
