import * as pulumi from "@pulumi/pulumi";

interface Secret {
  key: string;
  /** A placeholder for the value in the command that sets it. */
  form: string;
  /** Where the server's address is set, in the configuration and in the environment. */
  baseUrl: string;
  variable: string;
}

const SECRETS: readonly Secret[] = [
  { key: "cloudone:apiKey", form: "<keyId>:<secret>", baseUrl: "cloudone:baseUrl", variable: "CLOUDONE_BASE_URL" },
  { key: "sailpoint:clientSecret", form: "<secret>", baseUrl: "sailpoint:baseUrl", variable: "SAILPOINT_BASE_URL" },
];
const LOOPBACK = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/i;

/** Stops a program whose stack configuration holds a secret in plain text, unless it is for a server on this machine. */
export function refusePlainTextSecrets(): void {
  for (const { key, form, baseUrl, variable } of SECRETS) {
    if (pulumi.runtime.getConfig(key) === undefined || isSecret(key)) continue;
    if (LOOPBACK.test(pulumi.runtime.getConfig(baseUrl) ?? process.env[variable] ?? "")) continue;
    throw new pulumi.RunError(
      `${key} is in the stack's configuration in plain text. Replace it with a secret (and rotate the key, since it may ` +
        `be in your repository's history):\n  pulumi config set --secret ${key} ${form}`,
    );
  }
}

/** The SDK knows which keys are secret, but does not declare the function in its types. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? true;
}
