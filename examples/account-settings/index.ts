import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";

const config = new pulumi.Config();

// Undeclared settings, here `locale`, stay as they are and are not compared.
const account = new cloudone.AccountSettings("account", {
  alias: config.get("alias") ?? "Example Corp",
  timezone: config.get("timezone") ?? "Europe/Berlin",
  mfaRequired: true,
});

export const accountId = account.accountId;
export const region = account.region;
