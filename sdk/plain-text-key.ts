import * as pulumi from "@pulumi/pulumi";

const SECRETS = ["cloudone:apiKey"];
const LOOPBACK = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/i;

/** Stops a program whose stack configuration holds a key in plain text, unless it is for a server on this machine. */
export function refusePlainTextKey(): void {
  const baseUrl = pulumi.runtime.getConfig("cloudone:baseUrl") ?? process.env.CLOUDONE_BASE_URL ?? "";
  if (LOOPBACK.test(baseUrl)) return;
  for (const key of SECRETS) {
    if (pulumi.runtime.getConfig(key) === undefined || isSecret(key)) continue;
    throw new pulumi.RunError(
      `${key} is in the stack's configuration in plain text. Replace it with a secret (and rotate the key, since it may ` +
        `be in your repository's history):\n  pulumi config set --secret ${key} <keyId>:<secret>`,
    );
  }
}

/** The SDK knows which keys are secret, but does not declare the function in its types. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? true;
}
